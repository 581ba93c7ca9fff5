# Draws trainings with several schedules from the same start: the training loss over the epochs for
# the first seed and, below, the test accuracy at the end of each training against its number of
# epochs, with a cross at the means over a schedule's seeds. figure-schedules.csv as
# figure-schedules.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-schedules.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-schedules.gp")]."style.gp"
data = "figure-schedules.csv"

list = ""
stats data using (list_text(strcol(1))) skip 1 nooutput
schedules = list
count = words(schedules)
stats data using 2 skip 1 nooutput
seeds = int(STATS_max) + 1
stats data using 3 skip 1 nooutput
epochs = int(STATS_max)
@nothing
stats data using ($2 == 0 ? extend($6) : 0) skip 1 nooutput
loss_min = low
loss_max = high

# The end of each training; the trainings of a schedule are consecutive, seed by seed.
array end_epoch[count * seeds]
array end_accuracy[count * seeds]
array mean_epoch[count]
array mean_accuracy[count]
accuracy_min = 100
accuracy_max = 0
do for [k = 1:count] {
  mean_epoch[k] = 0
  mean_accuracy[k] = 0
  do for [seed = 0:seeds - 1] {
    run = (k - 1) * seeds + seed + 1
    stats data using (strcol(1) eq word(schedules, k) && $2 == seed \
        ? (epoch = $3, accuracy = 100 * $7) : 0) skip 1 nooutput
    end_epoch[run] = epoch
    end_accuracy[run] = accuracy
    mean_epoch[k] = mean_epoch[k] + epoch / real(seeds)
    mean_accuracy[k] = mean_accuracy[k] + accuracy / real(seeds)
    accuracy_min = accuracy < accuracy_min ? accuracy : accuracy_min
    accuracy_max = accuracy > accuracy_max ? accuracy : accuracy_max
  }
}
of(k) = strcol(1) eq word(schedules, k) && $2 == 0 ? $3 : NaN
air = accuracy_max > accuracy_min ? 0.15 * (accuracy_max - accuracy_min) : 1

do for [format in "svg png"] {
  eval open(format, "figure-schedules", 900, 760)
  set multiplot

  eval place(0.105, 0.975, 0.95, 0.56)
  eval name_y("training loss", 0.022)
  eval log_y(loss_min, loss_max)
  set format x ""
  unset xlabel
  set xrange [0.5:epochs + 1.5]
  set key top right Right samplen 1.5
  plot for [k = 1:count] data using (of(k)):6 skip 1 with lines lw 1.6 \
           lc palette frac order(k, count) title word(schedules, k)

  unset label
  eval place(0.105, 0.975, 0.51, 0.095)
  eval name_y("final test accuracy, %", 0.022)
  @linear_y
  set yrange [accuracy_min - air:accuracy_max + air]
  set format x "%g"
  set xlabel "epoch" offset 0, 0.3
  unset key
  plot for [k = 1:count] end_epoch using (end_epoch[$1]): \
           (int(($1 - 1) / seeds) + 1 == k ? end_accuracy[$1] : NaN) \
           with points pt 7 ps 0.6 lc palette frac order(k, count), \
       for [k = 1:count] mean_epoch using (mean_epoch[$1]):($1 == k ? mean_accuracy[$1] : NaN) \
           with points pt 1 ps 1.6 lw 2 lc palette frac order(k, count)
  unset multiplot

  unset xlabel
  @linear_y
}
