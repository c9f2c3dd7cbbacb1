#!/usr/bin/env bash
# A Slurm of one machine on the loopback, for tests: eng/slurm.sh install | start DIR | stop DIR
# install installs Debian's packages where they are missing, as root.
# start   starts munged, slurmctld and slurmd with all of their files in DIR, waits until a node is idle, and prints the SLURM_CONF to
#         use; stop ends what start began. Exit status 3: can't be had here. SLURM_TEST_CPUS: how many cores the node says it has.
set -euo pipefail

say() { printf 'slurm: %s\n' "$*" >&2; }
unavailable() { say "$@"; exit 3; }

action=${1:-} dir=${2:-}
case $action in
  install) ;;
  start|stop) [ -n "$dir" ] || action="" ;;
  *) action="" ;;
esac
if [ -z "$action" ]; then
  say "usage: eng/slurm.sh install | start DIR | stop DIR"
  exit 2
fi

missing() { for program in slurmctld slurmd munged sbatch; do command -v "$program" >/dev/null || printf ' %s' "$program"; done; }

if [ "$action" = install ]; then
  [ -n "$(missing)" ] || exit 0
  [ "$(id -u)" -eq 0 ] || unavailable "packages are installed as root; this is user $(id -un)"
  command -v apt-get >/dev/null || unavailable "missing:$(missing), and no apt-get to install them"
  say "installing slurmctld, slurmd, slurm-client, munge"
  log=$(mktemp)
  # Debian starts services on installation where it can; the ones here have files of their own, so nothing may start.
  { apt-get update && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 timeout 600 apt-get install -y --no-install-recommends slurmctld slurmd slurm-client munge; } \
    >"$log" 2>&1 </dev/null || unavailable "apt-get failed: $(tail -n 1 "$log")"
  rm -f "$log"
  exit 0
fi

mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
conf=$dir/slurm.conf

stop_all() {
  for name in slurmd slurmctld munged; do
    if [ -f "$dir/$name.pid" ]; then
      pid=$(cat "$dir/$name.pid")
      kill "$pid" 2>/dev/null || true
      for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
      kill -9 "$pid" 2>/dev/null || true
      rm -f "$dir/$name.pid"
    fi
  done
}

if [ "$action" = stop ]; then
  stop_all
  exit 0
fi

[ "$(id -u)" -eq 0 ] || unavailable "slurmctld, slurmd and munged are started as root here; this is user $(id -un)"
[ -z "$(missing)" ] || unavailable "missing:$(missing); eng/slurm.sh install installs them where there is apt-get"

port() { python3 - 2>/dev/null <<'PY' || shuf -i 20000-40000 -n 1
import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])
PY
}
cpus=${SLURM_TEST_CPUS:-$(nproc)}
host=$(hostname -s)
mkdir -p "$dir/state" "$dir/spool"
chmod 755 "$dir"
cat > "$conf" <<CONF
ClusterName=torchreg-test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=$(port)
SlurmdPort=$(port)
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket
CredType=cred/munge
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,sched_min_interval=100000,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
MaxArraySize=10001
MaxJobCount=20000
MinJobAge=600
KillWait=2
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF

last_words() { tail -qn 1 "$dir"/slurmd.log "$dir"/slurmctld.log "$dir"/slurmd.out "$dir"/slurmctld.out 2>/dev/null | tr '\n' ' '; }
trap 'stop_all; unavailable "could not be started: $(last_words)"' ERR
if [ ! -f "$dir/munge.key" ]; then head -c 1024 /dev/urandom > "$dir/munge.key"; fi
chmod 600 "$dir/munge.key"
munged --force --key-file "$dir/munge.key" --socket "$dir/munge.socket" --pid-file "$dir/munged.pid" --log-file "$dir/munged.log" \
  --seed-file "$dir/munge.seed" --num-threads 2
export SLURM_CONF=$conf
slurmctld -f "$conf" >"$dir/slurmctld.out" 2>&1
slurmd -f "$conf" -N "$host" >"$dir/slurmd.out" 2>&1
for _ in $(seq 100); do
  if [ "$(sinfo -h -o %t 2>/dev/null)" = idle ]; then trap - ERR; echo "$conf"; exit 0; fi
  sleep 0.2
done
stop_all
unavailable "no node became idle in 20 s: $(last_words)"
