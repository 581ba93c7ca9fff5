# Draws the variance of the moving average over the observations, by Eq. 3 and as measured:
# figure-7.csv as figure-7.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-7.gp [NOTE]

note = ARG1
load ARG0[:strlen(ARG0) - strlen("figure-7.gp")]."style.gp"
data = "figure-7.csv"
beta = 0.9

stats data using 1 skip 1 nooutput
set xrange [0:STATS_max]
set yrange [0:1.05]
set xlabel "observations t" offset 0, 0.3
limit = (1 - beta) / (1 + beta)

do for [format in "svg png"] {
  eval open(format, "figure-7", 900, 400)
  eval place(0.105, 0.975, 0.96, 0.18)
  eval name_y("variance of the average / of the loss", 0.022)
  plot limit with lines ls 4 title sprintf("limit, 1/%g", 1 / limit), \
       data using 1:2 skip 1 with lines ls 1 title sprintf("Eq. 3, {/Symbol b} = %g", beta), \
       data using 1:3 skip 1 with points pt 7 ps 0.5 lc rgb red title "measured"
}
