# Draws the results of `replay` on a log: the losses, their levels, the stages that the scheduler
# watched, its decisions with their reasons, and the recorded learning rate.
#
#   gnuplot -c replay.gp DATA PICTURE TITLE SCHEDULER ["would "]
#
# PICTURE ends in .svg or .png. DATA has four blocks, with NaN for missing values:
#   0  observation, loss, learning rate
#   1  observation, level; a blank line between stages
#   2  stage, first observation, last observation
#   3  observation, kind (1: decay, 2: stop, 0: none), row of its reason (0: none), "reason"
# With "would ", the decisions are labelled as hypothetical.

load ARG0[:strlen(ARG0) - strlen("replay.gp")]."panel.gp"
data = ARG1
right_edge = 0.89
@picture

stats data index 0 using 1 nooutput
last = STATS_max
# The reasons stand in rows above the losses.
stats data index 3 using 3 nooutput
rows = STATS_max
head = rows > 0 ? 0.055 * rows + 0.02 : 0.0
row(number) = 1 - 0.055 * (number - 0.35)

stats data index 3 using ($2 == 1) nooutput
has_decays = STATS_max > 0
stats data index 3 using ($2 == 2) nooutput
has_stops = STATS_max > 0
@rate_axis
set xrange [0.5 : last + 0.5]

low = 0; high = 1; logarithmic = 0
stats data index 0 using (valid(2) ? 1 : 0) nooutput
has_losses = STATS_max > 0
if (has_losses) { stats data index 0 using 2 nooutput; eval limits(STATS_min, STATS_max) }
if (logarithmic) { set logscale y }
set yrange [low : at(1)]
set ylabel "loss" offset 1, 0 textcolor rgb grey

set label 1 ARG3 at screen left_edge, 0.965 left textcolor rgb ink
set label 2 ARG4 at screen left_edge, 0.915 left font small textcolor rgb grey

# An observation has width 1, and a decision is drawn at its end. A reason stands to the right of its
# line if there is room, otherwise to the left, otherwise at the right edge of the panel.
height = '($3 > 0 ? at(row($3)) : $3 < 0 ? at(0.04) : at(1 - head))'
width(text) = 0.0085 * strlen(text)
side(x, text) = x / last + width(text) < 1 ? "right" : x / last > width(text) ? "left" : "edge"
colour(kind) = kind == 1 ? decay : stop
reason(name, x, place) = ', data index 3 using ($3 > 0 && side($1, strcol(4)) eq "'.name \
  .'" ? '.x.' : NaN):(at(row($3))):4:(colour($2)) with labels boxed '.place \
  .' font small textcolor rgb variable notitle'
# gnuplot 5.4 crashes on boxed labels of which there are none.
reasons = rows > 0 ? reason("right", "$1 + 0.5", "left offset 0.5, 0") \
  .reason("left", "$1 + 0.5", "right offset -0.5, 0") \
  .reason("edge", "last + 0.5", "right offset -0.5, 0") : ""

plot data index 2 using (($2 + $3) / 2.0):(at(0.5)):($2 - 0.5):($3 + 0.5):(low):(at(1)):(shade($1)) \
       with boxxyerror fillstyle solid noborder linecolor rgb variable notitle, \
     data index 0 using ($1 - 0.5):3 axes x1y2 with steps linewidth 1.2 linecolor rgb green \
       notitle, \
     data index 0 using 1:2 with lines linewidth 1 linecolor rgb "#a9bfdc" title "loss", \
     data index 1 using 1:2 with lines linewidth 2.2 linecolor rgb "#1d4f91" title "level", \
     data index 3 using ($2 == 1 ? $1 + 0.5 : NaN):(low):(0):(@height - low) with vectors nohead \
       linewidth (rows < 5 ? 1.4 : 0.9) linecolor rgb decay title (has_decays ? ARG5."decay" : ""), \
     data index 3 using ($2 == 2 ? $1 + 0.5 : NaN):(low):(0):(@height - low) with vectors nohead \
       linewidth (rows < 5 ? 1.4 : 0.9) linecolor rgb stop title (has_stops ? ARG5."stop" : "") \
     @reasons
