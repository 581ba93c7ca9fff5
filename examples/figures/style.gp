# Shared code of the figures, which load it from its own folder. They set `note` before, which is
# printed small in the lower right corner.

set datafile separator comma
set datafile missing "nan"

blue = "#2166ac"
red = "#b2182b"
dark = "#333333"
grey = "#606060"
pale = "#b9bec6"
set style line 1 lc rgb blue lw 1.8
set style line 2 lc rgb red lw 1.8
set style line 3 lc rgb dark lw 1.8
set style line 4 lc rgb grey lw 1 dashtype (6, 5)  # where the learning rate changes
set style line 5 lc rgb pale lw 0.8

set border 3 lc rgb grey
set tics nomirror scale 0.5 textcolor rgb "#222222"
set grid ytics back lt 1 lc rgb "#cfd4da" lw 0.6
set key samplen 2 spacing 1.1

# Colours in an order from 0 to 1, none so light that a thin line gets lost.
set palette defined (0 "#2166ac", 0.3 "#2a9d8f", 0.6 "#e0a100", 0.8 "#d9601a", 1 "#a3123f")
unset colorbox
order(k, count) = count < 2 ? 0.0 : (k - 1.0) / (count - 1.0)

# eval open(format, name, width, height) starts a picture, with sizes in points of the SVG; format:
# svg or png
open(format, name, width, height) = sprintf(format eq "svg" \
    ? 'set terminal svg size %d,%d dynamic font "sans-serif,13" background rgb "white"' \
    : 'set terminal pngcairo size 2*%d,2*%d font "sans-serif,24" linewidth 2 pointscale 2', \
    width, height) \
    .sprintf('; set output "%s.%s"; small = "%s"', \
        name, format, format eq "svg" ? ",10.5" : ",19") \
    .'; set label 999 note noenhanced at screen 0.985, character 0.5 right font small \
       textcolor rgb grey'

# eval place(left, right, top, bottom): the position of the next panel, as fractions of the picture
place(left, right, top, bottom) = sprintf('set lmargin at screen %g; set rmargin at screen %g; \
    set tmargin at screen %g; set bmargin at screen %g', left, right, top, bottom)

# eval name_y(text, x): names the axis at a fixed position, whatever the width of its numbers
name_y(text, x) = sprintf('set label 998 "%s" at screen %g, graph 0.5 center rotate', text, x)

# eval log_y(low, high): a logarithmic axis that contains these values with a margin; only decades
# if there are many or their numbers would be long, otherwise 1 2 5 10
steps = ""
do for [decade = -9:6] {
  do for [digit in "1 2 5"] { steps = steps.(steps eq "" ? "" : ", ").digit."e".decade }
}
log_y(low, high) = low > high ? 'set logscale y; set yrange [0.1:1]' \
    : sprintf('set logscale y; set yrange [%g:%g]; ', 0.8 * low, 1.25 * high) \
    .(high > (low < 0.001 ? 20 : 300) * low ? 'set format y "10^{%T}"; set ytics autofreq' \
        : 'set format y "'.(low < 0.001 ? "%.0t·10^{%T}" : "%g").'"; set ytics ('.steps.')')
linear_y = 'unset logscale y; set yrange [*:*]; set format y "%g"; set ytics autofreq'

# The smallest and the largest value that a logarithmic axis can show, as low and high; low is above
# high if there are none:
# @nothing; stats data using (extend($4)) skip 1 nooutput
nothing = 'low = 1e300; high = 0'
extend(value) = (value > 0 && value < 1e300 ? (low = value < low ? value : low, \
    high = value > high ? value : high) : 0, 0)

# The texts that occur in a column, in the order of their first occurrence, separated by blanks:
# list = ""; stats data using (list_text(strcol(1))) skip 1 nooutput
list_text(text) = (strstrt(" ".list." ", " ".text." ") \
    ? 0 : (list = list.(list eq "" ? "" : " ").text, 0))

# The positions where a value differs from that in the previous row:
# list = ""; stats data using (list_change($1, $2)) skip 1 nooutput
last_value = NaN
list_change(position, value) = (last_value == last_value && value != last_value \
    ? (list = list.(list eq "" ? "" : " ").sprintf("%g", position), 0) : 0, last_value = value, 0)

# The position of a word in a list, 0 if it is not there.
position(list, text) = position_from(list, text, 1)
position_from(list, text, k) = k > words(list) ? 0 \
    : word(list, k) eq text ? k : position_from(list, text, k + 1)
