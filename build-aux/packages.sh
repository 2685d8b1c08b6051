# SPDX-License-Identifier: GPL-3.0-or-later
#
# The Debian packages that Stemward is built, run and tested with, and one
# function that installs those which are missing. Sourced by the commands of
# this folder, so that each list is written down once.

packages_build=(
  gcc libc6-dev meson ninja-build pkg-config gettext
  libgtk-4-dev libadwaita-1-dev libsqlite3-dev libxlsxwriter-dev libxml2-dev
  libsodium-dev libjson-glib-dev
  desktop-file-utils shared-mime-info
)

# What a window needs beside the libraries: icons and a font with Chinese in it.
packages_run=(
  adwaita-icon-theme librsvg2-common fonts-cantarell fonts-wqy-microhei
)

# What a window needs where there is no display.
packages_headless=(
  xvfb xauth dbus dbus-daemon locales
)

# What the tests read with, so that no file is judged only by the code that wrote it.
packages_check=(
  python3 python3-openpyxl sqlite3 libxml2-utils appstream poppler-utils
  imagemagick at-spi2-core
)

# Only for the long campaigns: large, and not needed to know whether a change is sound.
packages_long=(
  clang libclang-rt-dev valgrind libreoffice-calc-nogui debootstrap
)

packages_bench=(
  libx11-dev libxdamage-dev libxext-dev
)

# packages_missing PACKAGE…: prints those that are not installed.
packages_missing () {
  local have package
  have=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep --quiet --line-regexp --fixed-strings "installed $package" <<<"$have" || echo "$package"
  done
}

# packages_install PACKAGE…: installs what is missing, after saying so; does
# not touch apt where nothing is. Returns non-zero where it could not.
packages_install () {
  local missing as_root=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is not a Debian system: the packages named in build-aux/packages.sh are taken to be there."
    return 0
  fi
  mapfile -t missing < <(packages_missing "$@")
  if ((${#missing[@]} == 0)); then
    return 0
  fi
  echo "Installing through apt what is missing: ${missing[*]}"
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "Installing needs root, and there is no sudo. As root, run:" >&2
      echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  # The lists may be old or absent; only then are they fetched.
  if ! packages_apt "${as_root[@]}" install "${missing[@]}" >/dev/null 2>&1; then
    packages_apt "${as_root[@]}" update || true
    if ! packages_apt "${as_root[@]}" install "${missing[@]}"; then
      echo "apt could not install these packages; its messages are above." >&2
      return 1
    fi
  fi
}

# packages_apt [sudo] COMMAND…: apt-get that never asks.
packages_apt () {
  local as_root=()
  if [[ $1 == sudo ]]; then
    as_root=(sudo)
    shift
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --yes \
    --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" </dev/null
}

# locales_install LOCALE…: makes the missing ones where that is possible. A
# locale is only ever needed to look at translations, so none is an error.
locales_install () {
  local have locale missing=()
  have=$(locale -a 2>/dev/null | tr '[:upper:]' '[:lower:]' | tr -d -)
  for locale in "$@"; do
    grep --quiet --line-regexp --fixed-strings \
      "$(tr '[:upper:]' '[:lower:]' <<<"$locale" | tr -d -)" <<<"$have" || missing+=("$locale")
  done
  if ((${#missing[@]} == 0)); then
    return 0
  fi
  if ((EUID != 0)) || ! command -v locale-gen >/dev/null; then
    echo "Locales not there: ${missing[*]} (made only when run as root)."
    return 0
  fi
  echo "Making the locales that are missing: ${missing[*]}"
  for locale in "${missing[@]}"; do
    if grep --quiet "^# *$locale UTF-8" /etc/locale.gen 2>/dev/null; then
      sed -i "s/^# *\($locale UTF-8\)/\1/" /etc/locale.gen
    elif ! grep --quiet "^$locale UTF-8" /etc/locale.gen 2>/dev/null; then
      echo "$locale UTF-8" >>/etc/locale.gen
    fi
  done
  locale-gen >/dev/null || echo "locale-gen failed; the program's own language is English without it." >&2
}
