# Draws the test accuracy over the epochs, a line for each run in its method's colour, and above it
# the stages of each run as bars with their learning rates: figure-8.csv and figure-8-stages.csv as
# figure-8.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-8.gp [NOTE [LEGEND…]]
#
# There is a LEGEND for each method, by default its name.

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-8.gp")]."style.gp"
data = "figure-8.csv"
bars = "figure-8-stages.csv"

stats bars using 1 skip 1 nooutput
methods = int(STATS_max)
stats bars using 2 skip 1 nooutput
runs = int(STATS_max)
stats bars using 6 skip 1 nooutput
stages = int(STATS_max)
stats data using 4 skip 1 nooutput
epochs = int(STATS_max)
stats data using 7 skip 1 nooutput
low = 10 * floor(10 * STATS_min)
high = 10 * ceil(10 * STATS_max)
if (high == low) { high = low + 10 }

# The bars, in points from the top: where those of a method start, and their height. The bars of a
# method's runs, which are numbered from first to last, are close together.
array colour = [blue, red, "#14746f", "#a65e00"]
array first[methods]
array last[methods]
array legend[methods]
array top[methods]
array height[methods]
below = 12
do for [k = 1:methods] {
  stats bars using ($1 == k ? (legend[k] = strcol(4), $2) : NaN) skip 1 nooutput
  first[k] = int(STATS_min)
  last[k] = int(STATS_max)
  count = last[k] - first[k] + 1
  height[k] = count == 1 ? 18 : count < 5 ? 11 : 44.0 / count
  top[k] = below + 20
  below = top[k] + count * height[k] + 10
}
if (ARGC > 1) { legend[1] = ARG2 }
if (ARGC > 2 && methods > 1) { legend[2] = ARG3 }
if (ARGC > 3 && methods > 2) { legend[3] = ARG4 }
if (ARGC > 4 && methods > 3) { legend[4] = ARG5 }
method_from(r, k) = r <= last[k] ? k : method_from(r, k + 1)
method(r) = method_from(r, 1)
upper(r) = top[method(r)] + (r - first[method(r)]) * height[method(r)]
middle(k) = top[k] + 0.5 * (last[k] - first[k] + 1) * height[k]

picture = below + 470
part(points) = 1 - points / (1.0 * picture)
# Mixes a colour with white.
channel(hex, i) = int(real("0x".hex[2 * i:2 * i + 1]))
tint(hex, share) = sprintf("#%02x%02x%02x", 255 - share * (255 - channel(hex, 1)), \
    255 - share * (255 - channel(hex, 2)), 255 - share * (255 - channel(hex, 3)))
of(r, value) = column(2) == r ? value : NaN
ends_by(reasons) = position(reasons, strcol(12)) ? column(8) : NaN

# Whether a small text fits into this many epochs.
fits(text, length) = 6.5 * strlen(text) < 800.0 * length / epochs

# The label of the bars, above the middle of those of a method's stage, if it fits.
found(k, s) = column(1) == k && column(6) == s ? (count = count + 1, text = strcol(11), \
    centre = centre + (column(7) + column(8)) / 2, \
    length = length + column(8) - column(7) + 1, 0) : 0
array text_of[methods * stages]
array centre_of[methods * stages]
do for [k = 1:methods] {
  do for [s = 1:stages] {
    count = 0
    centre = 0
    length = 0
    text = ""
    stats bars using (found(k, s)) skip 1 nooutput
    if (s == 1) { text = "learning rate ".text }
    i = (k - 1) * stages + s
    text_of[i] = count > 0 && fits(text, length / count) ? text : ""
    centre_of[i] = count > 0 ? centre / count : 0
  }
}

# The stages of all runs, in the order of the file.
begins = ""
ends = ""
tops = ""
listed(list, value) = list.(list eq "" ? "" : " ").sprintf("%.10g", value)
stats bars using (begins = listed(begins, $7), ends = listed(ends, $8), \
    tops = listed(tops, 100 * $10), 0) skip 1 nooutput

set xrange [0.5:epochs + 0.5]
set style fill solid noborder

do for [format in "svg png"] {
  eval open(format, "figure-8", 900, picture)
  set multiplot

  eval place(0.085, 0.975, part(0), part(below))
  set yrange [below:0]
  unset border
  unset tics
  unset grid
  unset key
  do for [k = 1:methods] {
    set label k legend[k] noenhanced at graph 0, first (top[k] - 10) left \
        font (strlen(legend[k]) > 100 ? small : "") textcolor rgb colour[k]
    do for [i = (k - 1) * stages + 1:k * stages] {
      set label methods + i text_of[i] at centre_of[i], middle(k) center front font small \
          textcolor rgb "#222222"
    }
  }
  plot for [r = 1:runs] for [odd = 0:1] bars using \
      (of(r, int($6) % 2 == odd ? ($7 + $8) / 2 : NaN)):(upper(r)):($7 - 0.5):($8 + 0.5) \
      :(upper(r) + 0.5):(upper(r) + height[method(r)] - 0.5) skip 1 \
      with boxxyerror fillcolor rgb tint(colour[method(r)], odd ? 0.3 : 0.5)
  unset label

  eval place(0.085, 0.975, part(below + 4), part(picture - 60))
  eval name_y("top-1 accuracy, %", 0.022)
  set label 999 note noenhanced at screen 0.985, character 0.5 right font small textcolor rgb grey
  set border 3
  set xtics nomirror
  set ytics nomirror
  set grid ytics
  @linear_y
  set yrange [low:high]
  if (epochs < 10) { set xtics 1 }
  set xlabel "epoch" offset 0, 0.3
  set key bottom right Left reverse
  # With a single run, there is room to show its stages here too, with their final accuracies.
  if (runs == 1) {
    do for [s = 1:words(ends)] {
      set object s rectangle from real(word(begins, s)) - 0.5, graph 0 \
          to real(word(ends, s)) + 0.5, graph 1 behind \
          fillstyle solid noborder fillcolor rgb tint(blue, s % 2 ? 0.06 : 0.14)
      if (fits("99.99", word(ends, s) - word(begins, s) + 1)) {
        set label s sprintf("%.2f", real(word(tops, s))) at real(word(ends, s)), \
            real(word(tops, s)) right offset -0.3, -1.2 front textcolor rgb blue
      }
    }
  }
  plot for [r = 1:runs] data using 4:(100 * $7) skip 1 every :::(r - 1)::(r - 1) with lines \
          lw (runs > methods ? 1.2 : 1.8) lc rgb colour[method(r)] notitle, \
      for [r = 1:runs] bars using (of(r, ends_by("decay"))):(100 * $10) skip 1 \
          with points pt 7 ps 0.5 lc rgb colour[method(r)] notitle, \
      for [r = 1:runs] bars using (of(r, ends_by("stop budget"))):(100 * $10) skip 1 \
          with points pt 6 ps 0.8 lc rgb colour[method(r)] notitle, \
      NaN with points pt 7 ps 0.5 lc rgb dark title "a stage ends", \
      NaN with points pt 6 ps 0.8 lc rgb dark title "the run ends"
  unset multiplot
  unset xlabel
  unset label
  unset object
}
