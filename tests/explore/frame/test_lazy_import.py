"""What `import handprop` leaves alone."""

import subprocess
import sys


def test_importing_the_package_leaves_widgets_alone():
    code = "import sys, handprop; print({'ipywidgets', 'anywidget', 'matplotlib'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"
