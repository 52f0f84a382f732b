# lib.sh -- what contrib/demo and contrib/check share; sourced, after setting
# `here` (the folder contrib) and `me` (the name in messages).
# shellcheck shell=sh disable=SC2154

say() {
	printf '%s: %s\n' "$me" "$*"
}

die() {
	printf '%s: %s\n' "$me" "$*" >&2
	exit 1
}

# Run a command so that a signal is heard while it lasts: the shell waits for
# it in the background, and end_child (of a trap) ends it.
child=
run() {
	"$@" &
	child=$!
	rc=0
	wait "$child" || rc=$?
	child=
	return "$rc"
}

end_child() {
	[ -z "$child" ] || kill "$child" 2>/dev/null || :
}

# missing_packages GROUP... -- of these groups of contrib/packages, those
# which this machine lacks
missing_packages() {
	while read -r group package command; do
		case " $* " in
		*" $group "*) ;;
		*) continue ;;
		esac
		[ -z "$command" ] || ! command -v "$command" >/dev/null || continue
		case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) in
		?i*) ;;
		*) printf ' %s' "$package" ;;
		esac
	done <"$here/packages"
}

# install_packages GROUP... -- by apt-get, and only what is missing
install_packages() {
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	sudo=
	if [ "$(id -u)" -ne 0 ]; then
		sudo=sudo
		command -v sudo >/dev/null ||
			die "this needs root (or sudo) to install:$missing"
	fi
	say "installing$missing"
	set -- -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0
	run $sudo apt-get "$@" update || die "apt-get update failed"
	run $sudo env DEBIAN_FRONTEND=noninteractive apt-get "$@" \
		install -y --no-install-recommends $missing ||
		die "apt-get could not install all of:$missing"
}

# copy_source DIR -- the tree, without what git ignores: whoever builds there
# finds no leftovers of another build, and leaves none here
copy_source() {
	mkdir -p "$1"
	(
		cd "$here/.." || exit
		if [ -e .git ] && command -v git >/dev/null; then
			git -c safe.directory='*' ls-files -z -co --exclude-standard
		else
			find . \( -name .git -o -name node_modules -o \
				-name 'demo-site*' \) -prune -o ! -type d -print0
		fi | tar --null -T - -cf -
	) | tar -C "$1" --no-same-owner -xf -
}

# stop_below DIR... -- end every process that runs a program of these folders
# or works in them: also those that left their parents, as jobs do
stop_below() {
	tries=0
	signal=TERM
	while pids=$(pids_below "$@") && [ -n "$pids" ]; do
		kill -"$signal" $pids 2>/dev/null || :
		tries=$((tries + 1))
		[ "$tries" -lt 50 ] || signal=KILL
		[ "$tries" -lt 150 ] || return 1
		sleep 0.1
	done
}

pids_below() {
	for proc in /proc/[0-9]*; do
		used=$(readlink "$proc/exe" "$proc/cwd" 2>/dev/null) || :
		for dir; do
			case $used in
			*"$dir"/*) echo "${proc#/proc/}" ;;
			esac
		done
	done
}

# listening PORT -- does anything listen there, on whatever address?
listening() {
	cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
		grep -Eq "^ *[0-9]+: [0-9A-F]+:$(printf %04X "$1") [0-9A-F]+:0000 0A"
}

free_port_after() {
	port=$(($1 + 1))
	while listening "$port"; do
		port=$((port + 1))
	done
	echo "$port"
}
