#!/bin/sh
# expand.t: what `kamcheck expand` prints is read as the config itself: oracle/expand.t without the server and the corpus.
exec "$(dirname "$0")/oracle/expand.t" --no-server --programs 100 '/(?:testdata|programs[.][0-9]+)/'
