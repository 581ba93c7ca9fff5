# Draws the learning rate of StepDecay over the epochs: figure-1.csv as figure-1.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-1.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-1.gp")]."style.gp"
data = "figure-1.csv"

stats data using 1 skip 1 nooutput
epochs = int(STATS_max)
stats data using 2 skip 1 nooutput

set xrange [0.5:epochs + 0.5]
set xlabel "epoch" offset 0, 0.3
set logscale y
set yrange [0.4 * STATS_min:2.5 * STATS_max]
set format y "10^{%T}"

do for [format in "svg png"] {
  eval open(format, "figure-1", 900, 300)
  eval place(0.105, 0.975, 0.94, 0.24)
  eval name_y("learning rate", 0.022)
  # An epoch's rate holds from its beginning to its end.
  plot data using ($1 - 0.5):2 skip 1 with steps ls 3 notitle, \
       data using ($1 - 0.5):2:(1):(0) skip 1 with vectors nohead ls 3 notitle
}
