# Draws each run of batch gradient descent separately, for the first seed: test accuracy on the
# left, training loss on the right, a row for each time of the decay, which a dashed line marks.
# figure-10.csv as figure-10.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-10.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-10.gp")]."style.gp"
data = "figure-10.csv"

list = ""
stats data using (list_text(strcol(1))) skip 1 nooutput
decays = list
rows = words(decays)
stats data using 2 skip 1 every ::::0 nooutput
seed = STATS_min
stats data using 3 skip 1 nooutput
iterations = STATS_max
stats data using ($2 == seed ? 100 * $8 : NaN) skip 1 nooutput
accuracy_min = STATS_min
accuracy_max = STATS_max
air = accuracy_max > accuracy_min ? 0.05 * (accuracy_max - accuracy_min) : 1
@nothing
stats data using ($2 == seed ? extend($5) : 0) skip 1 nooutput
loss_min = low
loss_max = high
of(text) = strcol(1) eq text && column(2) == seed ? column(3) : NaN

# In points: the rows, and the space above and below them.
row = 130.0
above = 50.0
below = 65.0
height = above + rows * row + below
top(k) = 1 - (above + (k - 1) * row) / height
bottom(k) = 1 - (above + k * row - 32) / height

set xrange [0:iterations]
unset key

do for [format in "svg png"] {
  eval open(format, "figure-10", 900, height)
  set multiplot
  set label 996 "test accuracy, %" at screen 0.285, screen 1 - 14 / height center textcolor rgb dark
  set label 995 "training loss" at screen 0.765, screen 1 - 14 / height center textcolor rgb dark
  set format x ""
  do for [k = 1:rows] {
    decay = word(decays, k)
    if (decay ne "never") {
      set arrow 1 from decay, graph 0 to decay, graph 1 nohead ls 4
    }
    if (k == rows) {
      set format x "%g"
      set xlabel "iteration" offset 0, 0.3
    }
    set label 997 decay eq "never" ? "no decay" : "decay after iteration ".decay \
        at graph 0, graph 1.1 left textcolor rgb grey
    eval place(0.075, 0.495, top(k), bottom(k))
    @linear_y
    set yrange [accuracy_min - air:accuracy_max + air]
    # A row is too low for many numbers.
    set ytics accuracy_max - accuracy_min > 30 ? 20 : accuracy_max - accuracy_min > 10 ? 10 : 5
    plot data using (of(decay)):(100 * $8) skip 1 with lines lw 1.2 lc rgb red

    unset label
    eval place(0.555, 0.975, top(k), bottom(k))
    eval log_y(loss_min, loss_max)
    plot data using (of(decay)):5 skip 1 with lines lw 1.2 lc rgb blue
    unset arrow
  }
  unset multiplot
  unset xlabel
}
