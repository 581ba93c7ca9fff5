# Draws batch gradient descent with the rate lowered at different iterations, for the first seed.
# Below, draws the best test accuracy against the time of the decay, compared with SGD, as mean and
# standard deviation over the seeds. figure-5.csv and figure-5-best.csv as figure-5.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-5.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-5.gp")]."style.gp"
data = "figure-5.csv"
best = "figure-5-best.csv"

list = ""
stats data using (strcol(1) eq "never" ? 0 : list_text(strcol(1))) skip 1 nooutput
decays = list
count = words(decays)
stats data using 2 skip 1 every ::::0 nooutput
seed = STATS_min
stats data using 3 skip 1 nooutput
iterations = STATS_max
@nothing
stats data using ($2 == seed ? extend($5) : 0) skip 1 nooutput
loss_min = low
loss_max = high
of(text) = strcol(1) eq text && column(2) == seed ? column(3) : NaN
mark(text) = text ne "" && column(3) == real(text) ? of(text) : NaN

# The decays of each method have positions from 0, with "never" at 0 whether it comes first or not.
list = "never"
stats best using (strcol(1) eq "sgd" ? list_text(strcol(2)) : 0) skip 1 nooutput
sgd = list
list = "never"
stats best using (strcol(1) eq "bgd" ? list_text(strcol(2)) : 0) skip 1 nooutput
bgd = list
place_of(method, decays) = strcol(1) eq method ? position(decays, strcol(2)) - 1 : NaN
deviation(k) = valid(k) ? column(k) : 0  # NaN for a single seed
stats best using (100 * ($4 - deviation(5))) skip 1 nooutput
best_min = STATS_min
stats best using (100 * ($4 + deviation(5))) skip 1 nooutput
best_max = STATS_max
category_tics(count) = 'set xtics () font "'.(count > 6 ? small : "").'"'
air = best_max > best_min ? 0.15 * (best_max - best_min) : 1

do for [format in "svg png"] {
  eval open(format, "figure-5", 900, 900)
  set multiplot

  eval place(0.105, 0.975, 0.93, 0.675)
  eval name_y("test accuracy, %", 0.022)
  set xrange [0:iterations]
  set format x ""
  set key at screen 0.355, 0.988 left top horizontal Left reverse samplen 1.2 width 1
  set label 997 "BGD, decay after iteration" at screen 0.105, 0.975 left textcolor rgb grey
  plot data using (of("never")):(100 * $8) skip 1 with lines lw 1.2 lc rgb dark title "never", \
       for [k = 1:count] data using (of(word(decays, k))):(100 * $8) skip 1 \
           with lines lw 1.2 lc palette frac order(k, count) title word(decays, k), \
       for [k = 1:count] data using (mark(word(decays, k))):(100 * $8) skip 1 \
           with points pt 7 ps 0.8 lc palette frac order(k, count) notitle

  unset label
  unset key
  eval place(0.105, 0.975, 0.655, 0.39)
  eval name_y("training loss", 0.022)
  eval log_y(loss_min, loss_max)
  set format x "%g"
  set xlabel "iteration" offset 0, 0.3
  plot data using (of("never")):5 skip 1 with lines lw 1.2 lc rgb dark, \
       for [k = 1:count] data using (of(word(decays, k))):5 skip 1 \
           with lines lw 1.2 lc palette frac order(k, count), \
       for [k = 1:count] data using (mark(word(decays, k))):5 skip 1 \
           with points pt 7 ps 0.8 lc palette frac order(k, count)

  eval place(0.105, 0.515, 0.285, 0.085)
  eval name_y("best test accuracy, %", 0.022)
  @linear_y
  set yrange [best_min - air:best_max + air]
  set xrange [-0.5:words(sgd) - 0.5]
  set label 997 "SGD" at graph 0, graph 1.07 left textcolor rgb "#222222"
  eval category_tics(words(sgd))
  do for [k = 1:words(sgd)] { set xtics add (word(sgd, k) k - 1) }
  set xlabel "decay after epoch"
  plot best using (place_of("sgd", sgd)):(100 * ($4 - deviation(5))):(0):(200 * deviation(5)) \
           skip 1 with vectors nohead lw 2 lc rgb blue, \
       best using (place_of("sgd", sgd)):(100 * $4) skip 1 with points pt 7 ps 0.7 lc rgb blue

  unset label 998
  eval place(0.565, 0.975, 0.285, 0.085)
  set xrange [-0.5:words(bgd) - 0.5]
  set label 997 "BGD" at graph 0, graph 1.07 left textcolor rgb "#222222"
  eval category_tics(words(bgd))
  do for [k = 1:words(bgd)] { set xtics add (word(bgd, k) k - 1) }
  set xlabel "decay after iteration"
  set format y ""
  plot best using (place_of("bgd", bgd)):(100 * ($4 - deviation(5))):(0):(200 * deviation(5)) \
           skip 1 with vectors nohead lw 2 lc rgb red, \
       best using (place_of("bgd", bgd)):(100 * $4) skip 1 with points pt 7 ps 0.7 lc rgb red
  unset multiplot

  unset label
  unset xlabel
  set xtics autofreq font ""
  @linear_y
}
