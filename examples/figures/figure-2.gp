# Draws why oscillation in a bowl does not explain learning stages: gradient descent in a bowl at a
# large and a small rate, and the bowl compared with the loss of a logistic regression.
# figure-2-path.csv, figure-2-bowl.csv and figure-2-logistic.csv as figure-2.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-2.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-2.gp")]."style.gp"
paths = "figure-2-path.csv"
bowl = "figure-2-bowl.csv"
logistic = "figure-2-logistic.csv"

# Lines of equal loss: their levels grow quadratically, which gives equal distances in the bowl.
stats bowl using 1 skip 1 nooutput
bowl_x = STATS_max
stats bowl using 2 skip 1 nooutput
bowl_y = STATS_max
stats bowl using 3 skip 1 nooutput
bowl_high = STATS_max
stats logistic using 1 skip 1 nooutput
logistic_x = STATS_max
stats logistic using 2 skip 1 nooutput
logistic_y = STATS_max
stats logistic using 3 skip 1 nooutput
logistic_low = STATS_min
logistic_high = STATS_max

levels(low, high) = "set cntrparam levels discrete ".level_list(low, high, 1)
level_list(low, high, k) = sprintf("%g", low + (high - low) * (k / 9.0)**2) \
    .(k < 8 ? ", ".level_list(low, high, k + 1) : "")
set contour base
unset surface
eval levels(0, bowl_high)
set table $bowl_lines
splot bowl skip 1 using 1:2:3
unset table
eval levels(logistic_low, logistic_high)
set table $logistic_lines
splot logistic skip 1 using 1:2:3
unset table

# gnuplot separates them by blanks, so a row is a single text if commas separate columns.
number(row, k) = real(word(row, k))
bowl_lines = '$bowl_lines using (number(strcol(1), 1)):(number(strcol(1), 2)) with lines'
logistic_lines = '$logistic_lines using (number(strcol(1), 1)):(number(strcol(1), 2)) with lines'

title = 'set label 997 "%s" at graph 0, graph 1.06 left textcolor rgb "#222222"'
stats paths using (strcol(1) eq "large" ? $2 : NaN) skip 1 nooutput
large_rate = STATS_max
stats paths using (strcol(1) eq "small" ? $2 : NaN) skip 1 nooutput
small_rate = STATS_max

set palette defined (0 "#440154", 0.25 "#3b528b", 0.5 "#21918c", 0.75 "#5ec962", 1 "#fde725")
unset key
unset grid
set format x "%g"
set border 15

do for [format in "svg png"] {
  eval open(format, "figure-2", 900, 640)
  set multiplot
  set xrange [-bowl_x:bowl_x]
  set yrange [-bowl_y:bowl_y]
  set ytics 0.5

  eval place(0.075, 0.495, 0.945, 0.575)
  eval sprintf(title, sprintf("(a) gradient descent on a bowl, rate %g", large_rate))
  plot @bowl_lines ls 5, \
       paths using (strcol(1) eq "large" ? $4 : NaN):5 skip 1 \
           with linespoints pt 7 ps 0.35 lw 1.2 lc rgb red

  unset label 999
  eval place(0.555, 0.975, 0.945, 0.575)
  eval sprintf(title, sprintf("the same, rate %g", small_rate))
  plot @bowl_lines ls 5, \
       paths using (strcol(1) eq "small" ? $4 : NaN):5 skip 1 \
           with linespoints pt 7 ps 0.35 lw 1.2 lc rgb blue

  set style line 6 lc rgb "#ffffff" lw 0.6
  eval place(0.075, 0.495, 0.475, 0.13)
  eval sprintf(title, "(b) the loss of the bowl")
  set xlabel "x" offset 0, 0.3
  set ylabel "y" offset 3, 0
  plot bowl skip 1 using 1:2:3 with image, @bowl_lines ls 6

  eval place(0.555, 0.975, 0.475, 0.13)
  eval sprintf(title, "(c) the loss of a logistic regression")
  set xrange [-logistic_x:logistic_x]
  set yrange [-logistic_y:logistic_y]
  set ytics 4
  set xlabel "weight" offset 0, 0.3
  set ylabel "bias" offset 2, 0
  plot logistic skip 1 using 1:2:3 with image, @logistic_lines ls 6
  unset xlabel
  unset ylabel
  unset multiplot
  unset label
}
