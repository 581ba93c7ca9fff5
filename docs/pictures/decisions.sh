build/bin/replay docs/pictures/wrn-10-1-cifar-10.csv --plot docs/pictures/decisions.png \
    --scheduler "auto(beta=0, window=20, tolerance=0.1, stages=3)"
