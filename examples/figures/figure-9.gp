# Draws sample images of data sets, a row each, with their names from figure-9.csv beside them, as
# figure-9.svg and .png.
#
#   cd FOLDER && gnuplot -c .../examples/figures/figure-9.gp PIXELS WIDTH HEIGHT
#
# PIXELS is a file with the red, green and blue byte of each pixel of WIDTH x HEIGHT, row after row
# from the top. The second column of figure-9.csv is the vertical position of a name in these rows.

note = ""
load ARG0[:strlen(ARG0) - strlen("figure-9.gp")]."style.gp"
pixels = ARG1
across = int(ARG2)
down = int(ARG3)
names = "figure-9.csv"

# In points: the names' column, which is as wide as the longest name, the images, and a margin
# around.
longest = 0
stats names using (longest = longest > strlen(strcol(1)) ? longest : strlen(strcol(1)), 0) \
    skip 1 nooutput
margin = 12.0
beside = 8.3 * longest + 10
width = 900.0
unit = (width - 2 * margin - beside) / across
height = down * unit + 2 * margin

unset border
unset tics
unset grid
unset key
set xrange [-0.5 - beside / unit:across - 0.5]
set yrange [down - 0.5:-0.5]

do for [format in "svg png"] {
  eval open(format, "figure-9", width, height)
  eval place(margin / width, 1 - margin / width, 1 - margin / height, margin / height)
  plot pixels binary array=(across, down) format="%uchar%uchar%uchar" using 1:2:3 with rgbimage, \
       names using (-10 / unit):2:1 skip 1 with labels right noenhanced textcolor rgb "#222222"
}
