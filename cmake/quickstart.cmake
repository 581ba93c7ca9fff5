# A short training on generated images. The last line of its output names the picture of
# the learning stages.
set(quickstart_folder ${PROJECT_BINARY_DIR}/quickstart)

add_custom_target(
  run_quickstart
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${quickstart_folder}
  COMMAND
    learning_stages --data patterns --depth 10 --epochs 60 --schedule
    "auto(beta=0.7, tolerance=0.1, ratio=0.9)" --out ${quickstart_folder}
  USES_TERMINAL VERBATIM
  COMMENT "Training on generated patterns")
