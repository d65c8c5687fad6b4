#!/bin/bash
# Makes the two virtual environments in $PEERS_DIR. Run again, it leaves alone what is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${PEERS_DIR:?must name a folder outside the repository: export PEERS_DIR=\$HOME/peers}"

# One environment each: PyTorch and JAX want different versions of what they share.
for kind in torch jax; do
  folder=$PEERS_DIR/venv
  [ "$kind" = jax ] && folder=$PEERS_DIR/venv-jax
  if [ ! -e "$folder/complete" ]; then
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --requirement "$here/requirements-$kind.txt"
    touch "$folder/complete"
  fi
done

mkdir -p "$PEERS_DIR/src"
for name in efficient-kan fast-kan faster-kan ChebyKAN FourierKAN; do
  [ -d "$PEERS_DIR/src/$name" ] && continue
  echo "$name is left out: it has no package. To include it, put its sources in $PEERS_DIR/src/$name"
done
