# Draws the norms of all layers' parameters over the epochs, each divided by its value at the last
# epoch before the first decay, and below them the ratio of their changes after and before the
# decay. figure-11.csv and figure-11-changes.csv as figure-11.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-11.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-11.gp")]."style.gp"
data = "figure-11.csv"
changed = "figure-11-changes.csv"

stats data using 1 skip 1 nooutput
epochs = int(STATS_max)
header = ""
do for [k = 1:STATS_columns] {
  stats data using (header = header." ".strcol(k), 0) every ::::0 nooutput
}
list = ""
stats data using (list_change($1, $2)) skip 1 nooutput
decays = list
# Without a decay, the last epoch.
reference = words(decays) ? real(word(decays, 1)) - 1 : epochs

columns = words(header)
array at_reference[columns]
do for [k = 3:columns] {
  stats data using ($1 == reference ? column(k) : NaN) skip 1 nooutput
  at_reference[k] = STATS_max
}
ends(name, end) = strlen(name) > strlen(end) && name[strlen(name) - strlen(end) + 1:] eq end
layer(name) = ends(name, ".weight") ? name[:strlen(name) - 7] \
    : ends(name, ".bias") ? name[:strlen(name) - 5] : name

# The layers in the order of the columns.
list = ""
do for [k = 3:columns] { ignored = list_text(layer(word(header, k))) }
layers = list
count = words(layers)
depth(name) = order(position(layers, layer(name)), count)
relative(k, end) = ends(word(header, k), end) && at_reference[k] > 0 \
    ? column(k) / at_reference[k] : NaN

@nothing
stats changed using (extend(1), extend($4)) skip 1 nooutput
ratio_min = low
ratio_max = high

set cbrange [0:1]
unset cbtics
unset key

do for [format in "svg png"] {
  eval open(format, "figure-11", 900, 820)
  set multiplot

  set xrange [0.5:epochs + 0.5]
  set xlabel "epoch" offset 0, 0.3
  do for [k = 1:words(decays)] {
    set arrow k from word(decays, k) - 0.5, graph 0 to word(decays, k) - 0.5, graph 1 nohead ls 4
  }
  eval place(0.085, 0.5, 0.92, 0.5)
  eval name_y(sprintf("norm / norm after epoch %g", reference), 0.018)
  set label 997 "weights" at graph 0, graph 1.035 left textcolor rgb "#222222"
  set colorbox horizontal user origin screen 0.72, 0.965 size screen 0.12, 0.012
  set label 996 word(layers, 1) noenhanced at screen 0.71, 0.971 right textcolor rgb grey
  set label 995 word(layers, count) noenhanced at screen 0.85, 0.971 left textcolor rgb grey
  plot 1 with lines ls 5, \
       for [k = 3:columns] data using 1:(relative(k, ".weight")):(depth(word(header, k))) \
           skip 1 with lines lw 1.2 lc palette

  unset label
  unset colorbox
  eval place(0.56, 0.975, 0.92, 0.5)
  set label 997 "biases" at graph 0, graph 1.035 left textcolor rgb "#222222"
  plot 1 with lines ls 5, \
       for [k = 3:columns] data using 1:(relative(k, ".bias")):(depth(word(header, k))) \
           skip 1 with lines lw 1.2 lc palette

  unset label
  unset arrow
  eval place(0.085, 0.975, 0.39, 0.185)
  eval name_y("change, after / before", 0.018)
  eval log_y(ratio_min, ratio_max)
  set xrange [0.5:count + 0.5]
  set xtics () rotate by 55 right noenhanced font small
  do for [k = 1:count] { set xtics add (word(layers, k) k) }
  unset xlabel
  set key at graph 1, graph 1.12 right center horizontal Left reverse samplen 1 width 1
  of(end) = ends(strcol(1), end) ? position(layers, layer(strcol(1))) : NaN
  plot 1 with lines ls 4 notitle, \
       changed using (of(".weight")):4 skip 1 with points pt 7 ps 0.8 lc rgb blue title "weights", \
       changed using (of(".bias")):4 skip 1 with points pt 6 ps 0.8 lw 1.5 lc rgb red title "biases"
  unset multiplot

  unset logscale y
  set yrange [*:*]
  set xtics autofreq norotate center font ""
  set format y "%g"
  set ytics autofreq
  unset key
}
