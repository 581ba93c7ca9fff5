# Draws the gain of each stage of the source run on each data set against the data set's distance
# from the source, a panel for each method: transfer-gains.csv as transfer-gains.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/transfer-gains.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("transfer-gains.gp")]."style.gp"
data = "transfer-gains.csv"

stats data using 1 skip 1 nooutput
panels = int(STATS_max)
rows = int(STATS_records)
stats data using 6 skip 1 nooutput
stages = int(STATS_max)  # the stages before a gain
stats data using 4 skip 1 nooutput
farthest = STATS_max > 0 ? STATS_max : 1

# The range of the gains, including their bars, and 0.
low = 0
high = 0
span(value) = (low = value < low ? value : low, high = value > high ? value : high, 0)
end(k, mean) = valid(k) ? column(k) : mean
stats data using (span(end(9, $8)), span(end(10, $8))) skip 1 nooutput
air = high > low ? 0.06 * (high - low) : 1

# With more than four gains, some share a style.
array colour = [blue, red, "#14746f", "#a65e00"]
array shape = [7, 5, 9, 11]
style(stage) = (stage - 1) % 4 + 1
# Gains at the same distance are drawn side by side.
beside(distance, stage) = distance + 0.012 * farthest * (stage - 0.5 * (stages + 1))
of(panel, stage) = column(1) == panel && column(6) == stage ? beside($4, stage) : NaN

# The panels' methods, the names of the gains, and the position of each data set's name.
array method[panels]
array gain[stages]
array set_panel[rows]
array set_name[rows]
array set_at[rows]
array set_from[rows]
sets = 0
last = ""
found(panel, stage, set) = (method[panel] = strcol(2), gain[stage] = strcol(7), \
    set eq last ? 0 : (last = set, sets = sets + 1, set_panel[sets] = panel, \
    set_name[sets] = strcol(3), set_at[sets] = $5, set_from[sets] = $4), 0)
stats data using (found(int($1), int($6), strcol(1).",".strcol(3))) skip 1 nooutput

picture = panels == 1 ? 720 : 1000
# A note that is too long for one line ends in a second one, broken at a ";". A character is at most
# 6.4 points wide.
line_length = floor(0.97 * picture / 6.4)
break_before(k) = k < 1 || note[k:k + 1] eq "; " ? k : break_before(k - 1)
note_break = strlen(note) > line_length ? break_before(line_length) : 0
first_line = note[:note_break]
if (note_break > 0) { note = note[note_break + 2:] }
bottom_edge = note_break > 0 ? 0.18 : 0.14
left_edge = 68.0 / picture
gap = 36.0 / picture
width = (1 - 20.0 / picture - left_edge - (panels - 1) * gap) / panels

# Leaves room on the right for the slanted names.
left_end = -0.05 * farthest
right_end = 1.05 * farthest
do for [set = 1:sets] {
  part = 5.5 * strlen(set_name[set]) / (width * picture)
  need = (set_at[set] - left_end * part) / (1 - (part < 0.5 ? part : 0.5))
  if (need > right_end) { right_end = need }
}
set xrange [left_end:right_end]
set format x "%g"
set yrange [low - (low < 0 ? air : 0):high + air]
set xlabel "distance from the source" offset 0, 0.3

do for [format in "svg png"] {
  eval open(format, "transfer-gains", picture, 520)
  if (note_break > 0) {
    set label 996 first_line noenhanced at screen 0.985, character 1.4 right font small \
        textcolor rgb grey
  }
  set multiplot
  do for [panel = 1:panels] {
    left = left_edge + (panel - 1) * (width + gap)
    eval place(left, left + width, 0.68, bottom_edge)
    if (panel == 1) {
      eval name_y("gain, percentage points", 18.0 / picture)
      set key at screen 0.985, 0.985 right top horizontal Left reverse samplen 1 width 1
    } else {
      unset key
      unset label 998
      set format y ""
    }
    set label 997 method[panel] noenhanced at screen left, screen 0.95 left textcolor rgb "#222222"
    do for [set = 1:sets] {
      if (set_panel[set] == panel) {
        set label set set_name[set] noenhanced at set_at[set], graph 1.06 left rotate by 35 \
            font small textcolor rgb dark
        set arrow 2 * set - 1 from set_from[set], graph 0 to set_from[set], graph 1 nohead back \
            lc rgb "#cfd4da" lw 0.6
        set arrow 2 * set from set_from[set], graph 1 to set_at[set], graph 1.05 nohead back \
            lc rgb "#cfd4da" lw 0.6
      }
    }
    plot 0 with lines lw 0.8 lc rgb grey notitle, \
        for [stage = 1:stages] data using (of(panel, stage)):(end(9, $8)):(0) \
            :(end(10, $8) - end(9, $8)) skip 1 with vectors nohead lw 1.8 \
            lc rgb colour[style(stage)] notitle, \
        for [stage = 1:stages] data using (of(panel, stage)):8 skip 1 with points \
            pt shape[style(stage)] ps 0.7 lc rgb colour[style(stage)] title gain[stage]
    unset arrow
    do for [set = 1:sets] { unset label set }
  }
  unset multiplot
  unset label
  set format y "%g"
}
