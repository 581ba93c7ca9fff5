# Draws the training loss and the test accuracy over the epochs, a line for each time of the decay,
# which a dot marks: figure-3.csv as figure-3.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-3.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-3.gp")]."style.gp"
data = "figure-3.csv"

# The runs that decay, in the order of the file; "never" is drawn beneath them.
list = ""
stats data using (strcol(1) eq "never" ? 0 : list_text(strcol(1))) skip 1 nooutput
decays = list
count = words(decays)
stats data using 2 skip 1 nooutput
epochs = int(STATS_max)
@nothing
stats data using (extend($4)) skip 1 nooutput
loss_min = low
loss_max = high

of(text) = strcol(1) eq text ? column(2) : NaN
mark(text) = text ne "" && column(2) == real(text) ? of(text) : NaN

set xrange [0.5:epochs + 0.5]

do for [format in "svg png"] {
  eval open(format, "figure-3", 900, 680)
  set multiplot

  eval place(0.105, 0.975, 0.925, 0.555)
  eval name_y("training loss", 0.022)
  eval log_y(loss_min, loss_max)
  set format x ""
  unset xlabel
  set key at screen 0.28, 0.985 left top horizontal Left reverse samplen 1.2 width 1
  set label 997 "decay after epoch" at screen 0.105, 0.967 left textcolor rgb grey
  plot data using (of("never")):4 skip 1 with lines lw 1.6 lc rgb dark title "never", \
       for [k = 1:count] data using (of(word(decays, k))):4 skip 1 \
           with lines lw 1.6 lc palette frac order(k, count) title word(decays, k), \
       for [k = 1:count] data using (mark(word(decays, k))):4 skip 1 \
           with points pt 7 ps 0.7 lc palette frac order(k, count) notitle

  unset label
  eval place(0.105, 0.975, 0.52, 0.11)
  eval name_y("test accuracy, %", 0.022)
  @linear_y
  set format x "%g"
  set xlabel "epoch" offset 0, 0.3
  unset key
  plot data using (of("never")):(100 * $7) skip 1 with lines lw 1.6 lc rgb dark, \
       for [k = 1:count] data using (of(word(decays, k))):(100 * $7) skip 1 \
           with lines lw 1.6 lc palette frac order(k, count), \
       for [k = 1:count] data using (mark(word(decays, k))):(100 * $7) skip 1 \
           with points pt 7 ps 0.7 lc palette frac order(k, count)
  unset multiplot
}
