#include "format_target.hpp"
#include "replay/formats/printed_format.hpp"

namespace fuzz {

std::vector<std::string> seeds() {
  return {
      "I0102 03:04:05.1 7 solver.cpp:239] Iteration 0 (50 iter/s, 2s/100 iters), loss = 2.5\n"
      "]     Train net output #0: loss = 2.5 (* 1 = 2.5 loss)\n] Iteration 0, lr = 0.1\n",
      "1: 2.5, 2.5 avg, 0.1 rate, 2.5 seconds, 64 images\r 2: 2, 2 avg loss, 0.1 rate, 1 seconds",
      "Train: 0 [   0/200 (  0%)]  Loss: 2.5 (2.5)  Time: 0.5s, 5.0/s  LR: 1.0e-01  Data: 0.1 "
      "(0.1)\n"
      "Test:   [0/5]  eta: 0:00:05  loss: 2.6000 (2.6000)  acc1: 13.0000 (13.0000)\n",
      "Epoch 1/2\n\r1/2 [==>.] - ETA: 1s - loss: 3\b\b\r2/2 [====] - 1s 9ms/step - loss: 2.5 - "
      "val_loss: 2\n\x1b[1m2/2\x1b[0m \x1b[32m━━\x1b[0m \x1b[1m1s\x1b[0m 9ms/step - loss: 2\n",
      "step    1/8 | loss 2.5 (+nanz)| norm 1.5 (+nanz)| lr 1.00e-01 | 100.5 ms\nval loss 2.6\n",
      "[0]\ttrain-rmse:1.22567\teval-rmse:1.05599+0.1\n",
      "{'loss': '5.455', 'learning_rate': 0.09375, 'epoch': '0.5'}\n{'loss': 5.4, 'eval_loss': "
      "nan}\n",
  };
}

std::string mended(std::string input) { return input; }

bool accepts(std::string_view input) {
  return accepts_format(input, replay_tool::is_printed, replay_tool::read_printed);
}

}  // namespace fuzz
