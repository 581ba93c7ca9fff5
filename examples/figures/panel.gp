# Shared by the pictures of `replay`. A panel has losses on the left axis and the recorded learning
# rate on the right one.

ink = "#20242a"
grey = "#5f6670"
green = "#7fb394"
decay = 0xc96a00
stop = 0xb3202a
shade(stage) = int(stage) % 2 ? 0xf4f7fb : 0xe6edf5

left_edge = 0.075
right_edge = 0.925
picture = 'if (ARG2[strlen(ARG2) - 3:] eq ".png") { \
    set terminal pngcairo size 1800, 1040 noenhanced font "sans,22" linewidth 2 pointscale 2; small = ",17.5" \
  } else { \
    set terminal svg size 900, 520 noenhanced font "sans-serif,12" background "white"; small = ",9.5" \
  }; set output ARG2; \
  set border 3 linecolor rgb grey; \
  set tics nomirror out scale 0.5 textcolor rgb grey; \
  set grid ytics linetype 1 linewidth 0.5 linecolor rgb "#dde1e7"; \
  set lmargin at screen left_edge; set rmargin at screen right_edge; \
  set tmargin at screen 0.885; set bmargin at screen 0.125; set format y "%g"; \
  set style textbox opaque fillcolor rgb "white" noborder margins 0.4, 0.2; \
  set label 9 "observation" at screen left_edge, 0.03 left textcolor rgb grey; \
  set key at screen right_edge, 0.03 right center maxrows 1 Left reverse samplen 1.5 width -1 \
    textcolor rgb grey'

# eval limits(least, greatest): the lower end of the left axis as low, and the upper end, below the
# reasons, as high. A quantity that is positive and decreases to less than a tenth has a logarithmic
# axis.
limits(least, greatest) = sprintf('least = %.17g; greatest = %.17g; ', least, greatest) \
  .'logarithmic = least > 0 && greatest > 10 * least; \
    margin = greatest > least ? 0.04 * (greatest - least) : 1; \
    low = logarithmic ? least / 1.15 : least - margin; \
    high = logarithmic ? greatest * 1.15 : greatest + margin'

# The value at a height, as a fraction of the panel, whose losses leave the part `head` free.
at(fraction) = logarithmic ? low * (high / low) ** (fraction / (1 - head)) \
                           : low + (high - low) * fraction / (1 - head)

# @rate_axis: the right axis, for the third column of the first block. A rate that changes by a factor
# of ten or more has a logarithmic axis. Without a rate, there is no axis, and has_rates is 0.
rate_axis = 'stats data index 0 using (valid(3) ? 1 : 0) nooutput; has_rates = STATS_max > 0; \
  set y2range [0 : 1]; set format y2 "%g"; above = head / (1.0 - head); \
  if (has_rates) { \
    stats data index 0 using 3 nooutput; \
    set y2tics textcolor rgb green; set border 11; \
    set y2label "learning rate" offset -1, 0 textcolor rgb green; \
    if (STATS_min > 0 && STATS_max >= 10 * STATS_min) { \
      set logscale y2; \
      set y2range [STATS_min / 1.6 : STATS_max * 1.6 * (2.56 * STATS_max / STATS_min) ** above] \
    } else { \
      spread = STATS_max > STATS_min ? 0.05 * (STATS_max - STATS_min) : abs(STATS_max) + 1e-9; \
      set y2range [STATS_min - spread : STATS_max + spread + above * (STATS_max - STATS_min + 2 * spread)] \
    } \
  }'
