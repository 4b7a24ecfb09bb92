"""Every notebook prints the same on other processors: with other kernels of BLAS, other exp and tanh.

BLAS, NumPy and the C library choose their code by the processor.  Here they are made to choose as on older
ones, and with one thread; nbval compares what every notebook prints with what is stored.
"""

import os
import subprocess
import sys

import pytest
from told import ROOT

_NUMPY_PLAIN = "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"  # what NumPy is built to use where it finds it
_LIBC_PLAIN = "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4"
MACHINES = {
    "Prescott": {
        "OPENBLAS_CORETYPE": "Prescott",
        "OPENBLAS_NUM_THREADS": "1",
        "NPY_DISABLE_CPU_FEATURES": _NUMPY_PLAIN,
        "GLIBC_TUNABLES": _LIBC_PLAIN,
    },
    "Nehalem": {"OPENBLAS_CORETYPE": "Nehalem", "GLIBC_TUNABLES": _LIBC_PLAIN},
    "Haswell": {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR"},
    "SkylakeX": {"OPENBLAS_CORETYPE": "SkylakeX", "OPENBLAS_NUM_THREADS": "1"},
}
CORE = "import numpy, threadpoolctl; print(threadpoolctl.threadpool_info()[0]['architecture'])"


def run(machine, *command):
    """A command in the course's folder, on the machine that these settings make."""
    settings = {**os.environ, **MACHINES[machine]}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=settings, capture_output=True, text=True)


def can_act_as(machine):
    """Skip where this machine cannot."""
    core = run(machine, "-c", CORE)
    if core.returncode or core.stdout.strip() not in (machine, "Katmai"):  # Katmai is OpenBLAS's for Prescott
        pytest.skip(f"This machine cannot act as {machine}: {core.stdout}{core.stderr}")


@pytest.mark.slow
@pytest.mark.parametrize("machine", MACHINES)
def test_every_page_of_docs_is_what_is_stored(machine):
    can_act_as(machine)
    outcome = run(machine, "-m", "handprop", "build", "--check")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.slow
@pytest.mark.parametrize("machine", MACHINES)
def test_every_notebook_prints_what_is_stored(machine):
    can_act_as(machine)
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", "--color=no"]
    outcome = run(machine, "-m", "pytest", *options, "notebooks", "solutions")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
