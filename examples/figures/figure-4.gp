# Draws the norms of two groups of parameters over the epochs, with a dashed line where the learning
# rate changes. figure-4.csv as figure-4.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-4.gp [NOTE [COLUMN COLUMN]]
#
# By default, the first and the last but one group of parameters, which are weights.

note = ARG1
first = ARG2
second = ARG3
load ARG0[:strlen(ARG0) - strlen("figure-4.gp")]."style.gp"
data = "figure-4.csv"

stats data using 1 skip 1 nooutput
epochs = int(STATS_max)
header = ""
do for [k = 1:STATS_columns] {
  stats data using (header = header." ".strcol(k), 0) every ::::0 nooutput
}
if (first eq "") { first = word(header, 3) }
if (second eq "") { second = word(header, words(header) - 1) }
do for [name in first." ".second] {
  if (position(header, name) == 0) {
    print "no column ".name." in ".data
    exit status 1
  }
}

list = ""
stats data using (list_change($1, $2)) skip 1 nooutput
changes = list

set xrange [0.5:epochs + 0.5]
set xlabel "epoch" offset 0, 0.3
do for [k = 1:words(changes)] {
  set arrow from word(changes, k) - 0.5, graph 0 to word(changes, k) - 0.5, graph 1 nohead ls 4
}
unset key

do for [format in "svg png"] {
  eval open(format, "figure-4", 900, 360)
  set multiplot
  eval place(0.085, 0.495, 0.91, 0.2)
  eval name_y("norm", 0.018)
  set label 997 first noenhanced at graph 0, graph 1.06 left textcolor rgb "#222222"
  plot data using 1:(column(position(header, first))) skip 1 with lines ls 1

  unset label 998
  unset label 999
  eval place(0.565, 0.975, 0.91, 0.2)
  set label 997 second noenhanced at graph 0, graph 1.06 left textcolor rgb "#222222"
  plot data using 1:(column(position(header, second))) skip 1 with lines ls 1
  unset multiplot
}
