#!/bin/sh
# Makes the secrets of compose.yaml in docker/secrets. What is there is kept: a lost audit key leaves events that nobody can verify.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
# The folder keeps other users of this machine out; the files are read in the containers, by other users than this one.
chmod 700 secrets

random() {
  head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'
}

keep() {
  [ -e "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"
  chmod 444 "secrets/$1"
}

keep postgres-password "$(random)"
keep database-url "postgresql://inbound_scim:$(cat secrets/postgres-password)@db:5432/inbound_scim"
keep audit-key "$(date +%Y):$(random)"
keep admin-key "$(random)"
echo "The secrets are in $(pwd)/secrets. The owner's admin key is in secrets/admin-key."
