# Draws the comparison of `replay --compare`: the losses with the recorded learning rate, and below
# them a row per scheduler with its decisions and the observations that they save.
#
#   gnuplot -c comparison.gp DATA PICTURE TITLE
#
# PICTURE ends in .svg or .png. DATA has three blocks, with NaN for missing values:
#   0  observation, loss, learning rate
#   1  row, "name", "mean saved / mean regret"
#   2  row, observation, kind (1: decay, 2: stop, 0: none), last observation that is saved

load ARG0[:strlen(ARG0) - strlen("comparison.gp")]."panel.gp"
data = ARG1
left_edge = 0.2
right_edge = 0.86
@picture

head = 0.0
stats data index 0 using 1 nooutput
last = STATS_max
stats data index 1 using 1 nooutput
rows = STATS_max
@rate_axis
set xrange [0.5 : last + 0.5]

set multiplot
set tmargin at screen 0.92
unset label 9
set label 1 ARG3 at screen 0.02, 0.965 left textcolor rgb ink
set bmargin at screen 0.55
set format x ""
low = 0; high = 1; logarithmic = 0
stats data index 0 using (valid(2) ? 1 : 0) nooutput
if (STATS_max > 0) { stats data index 0 using 2 nooutput; eval limits(STATS_min, STATS_max) }
if (logarithmic) { set logscale y }
set yrange [low : high]
set ylabel "loss" offset 1, 0 textcolor rgb "#1d4f91"
plot data index 0 using ($1 - 0.5):3 axes x1y2 with steps linewidth 1.2 linecolor rgb green \
       notitle, \
     data index 0 using 1:2 with lines linewidth 1.2 linecolor rgb "#1d4f91" notitle

unset label 1
set label 9 "observation" at screen left_edge, 0.03 left textcolor rgb grey
unset y2tics; unset y2label; unset logscale; set border 1; unset grid; unset ylabel
set grid xtics linetype 1 linewidth 0.5 linecolor rgb "#dde1e7"
set y2range [0 : 1]
set tmargin at screen 0.49
set bmargin at screen 0.125
set format x "%g"
set yrange [rows + 0.6 : 0.4]
unset ytics
set label 2 "mean saved/regret" at screen right_edge + 0.01, 0.512 left font small textcolor rgb grey
plot data index 1 using (0.5):1:2 with labels right offset -0.8, 0 font small \
       textcolor rgb ink notitle, \
     data index 1 using (last + 0.5):1:3 with labels left offset 0.8, 0 font small \
       textcolor rgb ink notitle, \
     data index 2 using (($2 + $4) / 2.0):($3 > 0 ? $1 : NaN):($2 + 0.5):($4 + 0.5):($1 - 0.3):($1 + 0.3) \
       with boxxyerror fillstyle solid noborder linecolor rgb "#cfe3d6" title "saved", \
     data index 2 using ($3 == 1 ? $2 + 0.5 : NaN):1 with points pointtype 7 pointsize 0.7 \
       linecolor rgb decay title "decay", \
     data index 2 using ($3 == 2 ? $2 + 0.5 : NaN):1 with points pointtype 5 pointsize 0.7 \
       linecolor rgb stop title "stop"
unset multiplot
set tmargin at screen 0.92
