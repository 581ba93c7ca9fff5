# Draws trainings with several schedules from the same start: the training loss over the epochs for
# the first seed and, below, the test accuracy at the end of each training against its number of
# epochs, with means over the seeds: of each schedule a cross, and in its colour those of the controls
# that were told its number of epochs. figure-schedules.csv and figure-schedules-ends.csv as
# figure-schedules.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-schedules.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-schedules.gp")]."style.gp"
data = "figure-schedules.csv"
ends = "figure-schedules-ends.csv"

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

# The mean end of each schedule's trainings, and of each of its controls; "none" is the schedule.
list = ""
stats ends using (list_text(strcol(2))) skip 1 nooutput
controls = list
kinds = words(controls)
array mean_epoch[count * kinds]
array mean_accuracy[count * kinds]
accuracy_min = 100
accuracy_max = 0
do for [k = 1:count] {
  do for [c = 1:kinds] {
    trainings = 0
    epoch = 0
    accuracy = 0
    stats ends using (strcol(1) eq word(schedules, k) && strcol(2) eq word(controls, c) \
        ? (trainings = trainings + 1, epoch = epoch + $4, accuracy = accuracy + 100 * $5, \
           accuracy_min = 100 * $5 < accuracy_min ? 100 * $5 : accuracy_min, \
           accuracy_max = 100 * $5 > accuracy_max ? 100 * $5 : accuracy_max) : 0) skip 1 nooutput
    mean_epoch[(k - 1) * kinds + c] = trainings > 0 ? epoch / real(trainings) : NaN
    mean_accuracy[(k - 1) * kinds + c] = trainings > 0 ? accuracy / real(trainings) : NaN
  }
}
schedule_at(i) = (int(i) - 1) / kinds + 1
control_at(i) = (int(i) - 1) % kinds + 1
of(k) = strcol(1) eq word(schedules, k) && $2 == 0 ? $3 : NaN
marks = "1 3 4 6 8 10"
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
           lc palette frac order(k, count) title word(schedules, k) noenhanced

  unset label
  eval place(0.105, 0.975, 0.51, 0.095)
  eval name_y("final test accuracy, %", 0.022)
  @linear_y
  set yrange [accuracy_min - air:accuracy_max + air]
  set format x "%g"
  set xlabel "epoch" offset 0, 0.3
  set key bottom left Left reverse samplen 1.5
  plot for [k = 1:count] ends using \
           (strcol(1) eq word(schedules, k) && strcol(2) eq "none" ? $4 : NaN):(100 * $5) skip 1 \
           with points pt 7 ps 0.5 lc palette frac order(k, count) notitle, \
       for [c = 1:kinds] for [k = 1:count] mean_epoch using (mean_epoch[$1]): \
           (schedule_at($1) == k && control_at($1) == c ? mean_accuracy[$1] : NaN) \
           with points pt int(word(marks, c)) ps 1.4 lw 2 lc palette frac order(k, count) notitle, \
       for [c = 2:kinds] NaN with points pt int(word(marks, c)) ps 1.4 lw 2 lc rgb dark \
           title word(controls, c) noenhanced
  unset multiplot

  unset xlabel
  @linear_y
}
