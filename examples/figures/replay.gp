# Draws the results of `replay` on a log: the losses, their levels, the stages and decisions, and
# below them the learning rate if the log has one.
#
#   gnuplot -c replay.gp DATA PICTURE TITLE ["would "]
#
# PICTURE ends in .svg or .png. DATA has four blocks, with NaN for missing values:
#   0  observation, loss, learning rate
#   1  observation, level; a blank line between stages
#   2  stage, first observation, last observation
#   3  observation, height of a decay's line and of a stop's, in parts of the panel
# With "would ", the decisions are labelled as hypothetical.

data = ARG1
if (ARG2[strlen(ARG2) - 3:] eq ".png") {
  set terminal pngcairo size 1280, 680 font "sans,13"
} else {
  set terminal svg size 960, 510 font "sans,12" background "white"
}
set output ARG2

stats data index 0 using 1 nooutput
last = STATS_max
stats data index 0 using (valid(2) ? 1 : 0) nooutput
has_losses = STATS_max > 0
stats data index 0 using (valid(3) ? 1 : 0) nooutput
has_rates = STATS_max > 0
stats data index 3 using 2 nooutput
has_decays = STATS_max > 0
stats data index 3 using 3 nooutput
has_stops = STATS_max > 0

grey = "#5f6670"
set border 3 linecolor rgb grey
set tics nomirror out scale 0.5 textcolor rgb grey
set grid ytics linetype 1 linewidth 0.5 linecolor rgb "#dde1e7"
set xrange [0.5 : last + 0.5]
set y2range [0 : 1]  # for stages and decisions: the height of the panel
set lmargin at screen 0.085
set rmargin at screen 0.975

set format y "%g"
margin(low, high) = high > low ? 0.05 * (high - low) : 1
padded = '[STATS_min - margin(STATS_min, STATS_max) : STATS_max + margin(STATS_min, STATS_max)]'

# Shared by both panels. An observation has width 1, and a decision is drawn at its end.
middle(first, final) = (first + final) / 2.0
shade(stage) = int(stage) % 2 ? 0xf4f7fb : 0xe4ebf4
stages = 'data index 2 using (middle($2, $3)):(0.5):($2 - 0.5):($3 + 0.5):(0):(1):(shade($1)) \
  axes x1y2 with boxxyerror fillstyle solid noborder linecolor rgb variable notitle'
decays = 'data index 3 using ($1 + 0.5):2 axes x1y2 with impulses linewidth 1.5 linecolor rgb "#e08214"'
stops = 'data index 3 using ($1 + 0.5):3 axes x1y2 with impulses linewidth 1.5 linecolor rgb "#c0292f"'

set multiplot
set tmargin at screen 0.88
set bmargin at screen (has_rates ? 0.34 : 0.11)
if (has_rates) { set format x "" } else { set xlabel "observation" textcolor rgb grey }
set ylabel "loss" textcolor rgb grey
set label 1 ARG3 noenhanced at screen 0.085, 0.945 left textcolor rgb "#20242a"
set key at screen 0.98, 0.945 right center horizontal Left reverse samplen 1.5 width 1 \
  textcolor rgb grey

# A loss that decreases to less than a tenth is drawn on a logarithmic axis.
if (has_losses) {
  stats data index 0 using 2 nooutput
  if (STATS_min > 0 && STATS_max > 10 * STATS_min) { set logscale y } else { set yrange @padded }
} else {
  set yrange [0 : 1]
}
# A stage that is too narrow for its number has no label.
number(stage, width) = width > 0.03 * last ? sprintf("%d", int(stage)) : ""
plot @stages, \
     data index 2 using (middle($2, $3)):(0.955):(number($1, $3 - $2 + 1)) axes x1y2 \
       with labels textcolor rgb "#98a2b1" notitle, \
     data index 0 using 1:2 with lines linewidth 1.2 linecolor rgb "#84a3cc" title "loss", \
     data index 1 using 1:2 with lines linewidth 2.5 linecolor rgb "#1d4f91" title "level", \
     @decays title (has_decays ? ARG4."decay" : ""), \
     @stops title (has_stops ? ARG4."stop" : "")

if (has_rates) {
  unset label 1
  unset logscale y
  set yrange [* : *]
  set tmargin at screen 0.30
  set bmargin at screen 0.11
  set format x "%g"
  set xlabel "observation" textcolor rgb grey
  set ylabel "learning rate"
  stats data index 0 using 3 nooutput
  if (STATS_min > 0) {
    set logscale y
    set format y "10^{%T}"
    set yrange [STATS_min / 2 : STATS_max * 2]
  } else {
    set yrange @padded
  }
  plot @stages, \
       data index 0 using ($1 - 0.5):3 with steps linewidth 1.5 linecolor rgb "#3f8f5b" notitle, \
       @decays notitle, @stops notitle
}
unset multiplot
