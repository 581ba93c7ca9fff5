# Draws the saving of each family of detectors on recorded stages against the mean regret, as a step
# line in the family's colour with a point for its defaults, and the hindsight bound above them:
# detection-frontier.csv and detection-settings.csv as detection.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/detection.gp [NOTE [REGRET]]
#
# Regrets are shown up to REGRET, by default up to 0.15.

note = ARG1
load ARG0[:strlen(ARG0) - strlen("detection.gp")]."style.gp"
frontier = "detection-frontier.csv"
settings = "detection-settings.csv"
most = ARGC > 1 ? real(ARG2) : 0.15

list = ""
stats settings using (list_text(strcol(1))) skip 1 nooutput
families = list
count = words(families)

of(text) = strcol(1) eq text ? 100 * column(2) : NaN
standard(text) = strcol(1) eq text && column(5) == 1 ? 100 * column(4) : NaN

# The saving of each family at the right edge.
array saved[count]
do for [k = 1:count] {
  saved[k] = 0
  stats frontier using (strcol(1) eq word(families, k) && $2 <= most && $3 > saved[k] \
      ? (saved[k] = $3, 0) : 0) skip 1 nooutput
}

# The legend lists the families in the order of their savings there, with alternating colours from
# the two halves of the palette, so neighbours differ.
array ranked[count]
do for [rank = 1:count] {
  best = 0
  do for [k = 1:count] {
    taken = 0
    do for [r = 1:rank - 1] { if (ranked[r] == k) { taken = 1 } }
    if (!taken && (best == 0 || saved[k] > saved[best])) { best = k }
  }
  ranked[rank] = best
}
name(rank) = word(families, ranked[rank])
colour(rank) = order(rank % 2 == 1 ? (rank + 1) / 2 : (count + 1) / 2 + rank / 2, count)

# Families that know the planned length n are dashed.
dash(rank) = strstrt(name(rank), "n)") > 0 ? 2 : 1

set xrange [0:100 * most]
set yrange [0:*]
set xlabel "mean regret at most, % of the loss at the stage's end" offset 0, 0.3
set key outside right top Left reverse maxrows 30 font ",14" spacing 1

do for [format in "svg png"] {
  eval open(format, "detection", 900, 560)
  eval place(0.085, 0.70, 0.96, 0.14)
  eval name_y("mean share of the stage saved, %", 0.022)
  plot frontier using (of("hindsight")):(100 * $3) skip 1 \
          with lines lw 1.8 lc rgb grey dashtype (6, 5) title "hindsight", \
      for [r = 1:count] frontier using (of(name(r))):(100 * $3) skip 1 \
          with steps lw 1.8 dt dash(r) lc palette frac colour(r) title name(r), \
      for [r = 1:count] settings using (standard(name(r))):(100 * $3) skip 1 \
          with points pt 7 ps 0.7 lc palette frac colour(r) notitle, \
      NaN with points pt 7 ps 0.7 lc rgb dark title "by default"
}
