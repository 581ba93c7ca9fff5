# Draws a run of learning_stages: the loss, the accuracy and the learning rate over the epochs, with
# the stages shaded. Run it in the run's folder; it reads metrics.csv and writes stages.svg and
# stages.png.
#
#   cd runs/auto && gnuplot -c ../../examples/figures/stages.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("stages.gp")]."style.gp"
metrics = "metrics.csv"

# The first and the last epoch of each stage.
stats metrics using 1 skip 1 nooutput
epochs = int(STATS_max)
stats metrics using 2 skip 1 nooutput
stages = int(STATS_max)
array begin[stages]
array end[stages]
do for [k = 1:stages] {
  stats metrics using (int($2) == k ? $1 : NaN) skip 1 nooutput
  begin[k] = STATS_min
  end[k] = STATS_max
}

# The range of the logarithmic axes, with a margin.
stats metrics using ($4 < $6 ? $4 : $6) skip 1 nooutput
loss_min = 0.8 * STATS_min
stats metrics using ($4 > $6 ? $4 : $6) skip 1 nooutput
loss_max = 1.25 * STATS_max
stats metrics using 3 skip 1 nooutput
rate_min = 0.4 * STATS_min
rate_max = 2.5 * STATS_max

set style line 3 lc rgb "#8fb4d9" lw 4
set style line 4 lc rgb dark lw 1.8 dashtype solid

set xrange [0.5:epochs + 0.5]
set lmargin at screen 0.105
set rmargin at screen 0.975

# An epoch's band extends half an epoch to either side.
do for [k = 1:stages] {
  set object k rectangle from begin[k] - 0.5, graph 0 to end[k] + 0.5, graph 1 \
      behind fillstyle solid noborder fillcolor rgb (k % 2 == 1 ? "#eef3f9" : "#fdf2e6")
}

do for [format in "svg png"] {
  eval open(format, "stages", 900, 760)
  set multiplot

  # A stage's name is above its band, reduced to its number if the band is narrow.
  do for [k = 1:stages] {
    name = sprintf(end[k] - begin[k] + 1 > epochs / 12.0 ? "stage %d" : "%d", k)
    set label k name at (begin[k] + end[k]) / 2.0, graph 1.05 center textcolor rgb grey
  }
  set label 1000 "loss" at screen 0.022, graph 0.5 center rotate
  set tmargin at screen 0.955
  set bmargin at screen 0.61
  set logscale y
  set yrange [loss_min:loss_max]
  set format x ""
  set format y "%g"
  # Only decades if there are many, 1 2 5 10 if there are few.
  set ytics auto
  if (loss_max < 300 * loss_min) {
    set ytics (1)
    do for [decade = -6:6] {
      do for [digit in "1 2 5"] { set ytics add (digit * 10.0**decade) }
    }
  }
  set key top right
  plot metrics using 1:8 skip 1 with lines ls 3 title "training, smoothed", \
       metrics using 1:4 skip 1 with lines ls 1 title "training", \
       metrics using 1:6 skip 1 with lines ls 2 title "test"

  do for [k = 1:stages] { unset label k }
  unset label 999
  set label 1000 "accuracy, %" at screen 0.022, graph 0.5 center rotate
  set tmargin at screen 0.58
  set bmargin at screen 0.27
  unset logscale y
  set yrange [*:*]
  set ytics auto
  set key bottom right
  plot metrics using 1:(100 * $5) skip 1 with lines ls 1 title "training", \
       metrics using 1:(100 * $7) skip 1 with lines ls 2 title "test"

  set label 1000 "learning rate" at screen 0.022, graph 0.5 center rotate
  set tmargin at screen 0.24
  set bmargin at screen 0.09
  set logscale y
  set yrange [rate_min:rate_max]
  set format x "%g"
  set format y "10^{%T}"
  set xlabel "epoch" offset 0, 0.3
  plot metrics using ($1 - 0.5):3 skip 1 with steps ls 4 notitle, \
       metrics using ($1 - 0.5):3:(1):(0) skip 1 with vectors nohead ls 4 notitle

  unset multiplot
  unset xlabel
  unset label
}
