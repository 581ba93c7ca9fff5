# Installs the project at PREFIX, with nothing there of an earlier time.
file(REMOVE_RECURSE ${PREFIX})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX}
                        COMMAND_ERROR_IS_FATAL ANY)
