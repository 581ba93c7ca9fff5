# Draws what is learned of easy and of complex patterns if nothing changes, if the learning rate is
# lowered, and if the batch grows, a column for each run: the accuracy on images that carry patterns
# of one kind only, the signal-to-noise ratio of their gradients, and the training loss. Dashed
# lines mark changes of the rate or the batch. figure-patterns.csv as figure-patterns.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-patterns.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-patterns.gp")]."style.gp"
data = "figure-patterns.csv"

list = ""
stats data using (list_text(strcol(1))) skip 1 nooutput
runs = list
count = words(runs)
stats data using 2 skip 1 nooutput
epochs = int(STATS_max)
@nothing
stats data using (extend($5)) skip 1 nooutput
loss_min = low
loss_max = high
@nothing
stats data using (extend($8), extend($9)) skip 1 nooutput
signal_min = low
signal_max = high

of(run) = strcol(1) eq run ? column(2) : NaN
title(run) = run eq "never" ? "nothing changes" \
    : run eq "rate" ? "learning rate cut" \
    : run eq "batch" ? "batch grown" : run
left(k) = 0.105 + (k - 1) * 0.87 / count
right(k) = left(k) + 0.87 / count - 0.025

set xrange [0.5:epochs + 0.5]
unset key

do for [format in "svg png"] {
  eval open(format, "figure-patterns", 900, 800)
  set multiplot
  set label 996 "easy patterns" at screen 0.105, 0.975 left textcolor rgb blue
  set label 995 "complex patterns" at screen 0.245, 0.975 left textcolor rgb red
  do for [k = 1:count] {
    run = word(runs, k)
    @linear_y
    list = ""
    last_value = NaN
    stats data using (strcol(1) eq run ? list_change($2, $3 / $4) : 0) skip 1 nooutput
    do for [i = 1:words(list)] {
      set arrow i from word(list, i) - 0.5, graph 0 to word(list, i) - 0.5, graph 1 nohead ls 4
    }

    eval place(left(k), right(k), 0.91, 0.645)
    if (k == 1) { eval name_y("accuracy, %", 0.022) }
    set label 997 title(run) noenhanced at graph 0, graph 1.06 left textcolor rgb "#222222"
    set format x ""
    set yrange [0:102]
    set ytics 20
    if (k > 1) { set format y "" }
    plot data using (of(run)):(100 * $6) skip 1 with lines ls 1, \
         data using (of(run)):(100 * $7) skip 1 with lines ls 2

    unset label
    eval place(left(k), right(k), 0.62, 0.385)
    if (k == 1) { eval name_y("gradient signal to noise", 0.022) }
    eval log_y(signal_min, signal_max)
    if (k > 1) { set format y "" }
    plot data using (of(run)):($8 > 0 ? $8 : NaN) skip 1 with linespoints ls 1 pt 7 ps 0.3, \
         data using (of(run)):($9 > 0 ? $9 : NaN) skip 1 with linespoints ls 2 pt 7 ps 0.3

    unset label
    eval place(left(k), right(k), 0.36, 0.125)
    if (k == 1) { eval name_y("training loss", 0.022) }
    eval log_y(loss_min, loss_max)
    if (k > 1) { set format y "" }
    set format x "%g"
    set xlabel "epoch" offset 0, 0.3
    plot data using (of(run)):5 skip 1 with lines ls 3

    unset label
    unset xlabel
    unset arrow
  }
  unset multiplot
}
