build/bin/replay docs/pictures/wrn-10-1-cifar-10.csv --plot docs/pictures/decisions.png \
    --scheduler "auto(beta=0.7, window=10, tolerance=0.07, stages=3)"
