#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-r.py STEMWARD-CLI SHARED
#
# Compares survival and log-rank of udca1.csv with R's survival package to
# 1e-6, with each kind of limits. Exits 77 (skipped) where Rscript, the package
# or the sample is missing: R checks the program, the program does not need it.

import json
import os
import shutil
import subprocess
import sys

PROGRAM = r'''
suppressMessages (library (survival))
d <- read.csv (commandArgs (TRUE)[1])
at <- c (100, 365, 500, 730, 1095)
for (kind in c ("log-log", "log", "plain")) {
  fit <- survfit (Surv (futime, status) ~ trt, d, conf.type = kind)
  s <- summary (fit, times = at)
  for (i in seq_along (s$time))
    cat (kind, sub ("trt=", "", s$strata[i]), s$time[i], s$n.risk[i], sprintf ("%.15g", c (s$surv[i], s$lower[i], s$upper[i])), "\n")
  m <- quantile (fit, 0.5)
  for (i in 1:2)
    cat (kind, i - 1, "median", 0, sprintf ("%.15g", c (m$quantile[i], m$lower[i], m$upper[i])), "\n")
}
t <- survdiff (Surv (futime, status) ~ trt, d)
cat ("logrank 0 0 0", sprintf ("%.15g", c (t$chisq, 1, pchisq (t$chisq, 1, lower.tail = FALSE))), "\n")
'''


def skip (why):
    print (why)
    sys.exit (77)


def number (text):
    return None if text == "NA" else float (text)


def main ():
    cli, sample = sys.argv[1], os.path.join (sys.argv[2], "samples", "clinical", "udca1.csv")
    if shutil.which ("Rscript") is None:
        skip ("Rscript is not installed")
    if not os.path.exists (sample):
        skip (f"{sample} is not there")
    r = subprocess.run (["Rscript", "-e", PROGRAM, sample], capture_output=True, text=True)
    if r.returncode != 0:
        skip ("R's survival package is not installed: " + r.stderr.strip ().splitlines ()[-1])
    ours = {}
    for kind in ("log-log", "log", "plain"):
        out = subprocess.run ([cli, "survival", "--csv", sample, "--time", "futime", "--event", "status", "--by", "trt",
                               "--at", "100,365,500,730,1095", "--limits", kind, "--json"], capture_output=True, text=True, check=True).stdout
        result = json.loads (out)
        for group in result["groups"]:
            for point in group["at"]:
                ours[kind, group["group"], str (point["time"])] = (point["survival"], point["lower"], point["upper"])
            ours[kind, group["group"], "median"] = (group["median"], group["median_lower"], group["median_upper"])
        test = result["logrank"]
        ours["logrank", "0", "0"] = (test["chisq"], test["df"], test["p"])
    compared = worst = 0
    for line in r.stdout.splitlines ():
        kind, group, time, _, *figures = line.split ()
        for theirs, our in zip (map (number, figures), ours[kind, group, time]):
            if (theirs is None) != (our is None) or (theirs is not None and abs (theirs - our) > 1e-6):
                print (f"{line}: ours is {ours[kind, group, time]}")
                sys.exit (1)
            worst = max (worst, abs (theirs - our) if theirs is not None else 0)
            compared += 1
    print (f"{compared} figures of R reproduced, largest difference {worst:.2g}")
    sys.exit (0 if compared >= 90 else 1)


main ()
