"""A learner's own table, pictures and recordings: read, and every bad file told in one sentence."""

import unicodedata
import wave
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from handprop.examples import CannotRead, bring_files, read_pictures, read_sounds, read_table

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TABLE = "width,height,kind\n1.5,2,cat\n3,-4e1,dog\n"


def table(folder, text, name="own.csv", encoding="utf-8"):
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def test_a_table_becomes_rows_of_numbers_and_numbers_of_classes(tmp_path):
    own = read_table(table(tmp_path, TABLE), target="kind")
    assert own.x.tolist() == [[1.5, 2], [3, -40]]
    assert (own.y.tolist(), own.classes, own.features) == ([0, 1], ("cat", "dog"), ("width", "height"))
    assert own.left_out == ()


@pytest.mark.parametrize(
    "text",
    [
        "﻿" + TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.replace(",", "\t"),
        TABLE.replace(",", ";").replace("1.5", "1,5"),
        TABLE.replace("\n", "\n\n"),
        TABLE.replace(",", " , "),
        TABLE.replace(",", "\t").replace("1.5", "1,5"),
        "\n" + TABLE.replace(",", ";"),
        "sep=;\n" + TABLE.replace(",", ";").replace("1.5", "1,5"),
    ],
)
def test_tables_as_other_programs_write_them(tmp_path, text):
    assert read_table(table(tmp_path, text), target="kind").x.tolist() == [[1.5, 2], [3, -40]]


@pytest.mark.parametrize(("written", "asked"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_umlauts_are_found_however_they_are_written(tmp_path, written, asked):
    file = table(tmp_path, unicodedata.normalize(written, "Größe;Süße\n1,5;süß\n2;herb\n"), "größe.csv")
    own = read_table(file, target=unicodedata.normalize(asked, "Süße"))
    assert (own.features, own.classes, own.x.tolist()) == (("Größe",), ("herb", "süß"), [[1.5], [2]])


def test_a_name_may_hold_a_comma_or_be_a_number(tmp_path):
    own = read_table(table(tmp_path, '"wide, cm";2019;kind\n1,5;3;cat\n2;4;dog\n'), target="kind")
    assert (own.features, own.x.tolist()) == (("wide, cm", "2019"), [[1.5, 3], [2, 4]])


def test_many_bad_lines_are_counted(tmp_path):
    own = read_table(table(tmp_path, TABLE + "?,?,cat\n" * 100), target="kind")
    assert len(own.left_out) == 21
    assert own.left_out[-1] == "80 more are left out."


def test_columns_are_left_out_that_are_not_wanted(tmp_path):
    own = read_table(table(tmp_path, TABLE), target="kind", leave=["height"])
    assert (own.features, own.x.shape) == (("width",), (2, 1))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("1,2", "Line 4 is left out: it has 2 cells, and the first line 3."),
        ("1,,cat", "Line 4 is left out: nothing stands under 'height'."),
        ("1,tall,cat", "Line 4 is left out: 'tall' under 'height' is no number."),
        ("1,nan,cat", "Line 4 is left out: 'nan' under 'height' is no finite number."),
        ("1,2,", "Line 4 is left out: nothing stands under 'kind'."),
    ],
)
def test_a_bad_line_is_left_out_with_a_sentence(tmp_path, line, why):
    own = read_table(table(tmp_path, TABLE + line + "\n5,6,cat\n"), target="kind")
    assert own.left_out == (why,)
    assert (own.x.shape, own.y.tolist()) == ((3, 2), [0, 1, 0])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "holds no lines"),
        ("width,kind\n", "holds no lines"),
        ("1,2,cat\n3,4,dog\n", "must name every column"),
        ("width,width,kind\n1,2,cat\n3,4,dog\n", "the name 'width'"),
        ("width,height\n1,2\n3,4\n", "no column 'kind'"),
        ("kind\ncat\ndog\n", "no column is left"),
        ("width,kind\n1,cat\n2,cat\n", "of the class 'cat'"),
        ("width,kind\n1,cat\n2 kg,dog\n", "two are needed. Line 3 is left out: '2 kg'"),
        ("width,kind\nwide,cat\n", "Not one line of own.csv can be used. Line 2"),
    ],
)
def test_a_bad_table_is_told_in_a_sentence(tmp_path, text, why):
    with pytest.raises(CannotRead, match=why) as told:
        read_table(table(tmp_path, text), target="kind")
    assert told.value._render_traceback_() == [str(told.value)]
    assert "\n" not in str(told.value)


def test_what_is_no_table_at_all(tmp_path):
    for path, why in (
        (tmp_path / "missing.csv", "There is no file"),
        (tmp_path, "cannot be opened"),
        (table(tmp_path, "größe,kind\n1,a\n2,b\n", encoding="latin-1"), "UTF-8"),
        (table(tmp_path, TABLE, "own.xlsx"), "save it as CSV"),
    ):
        with pytest.raises(CannotRead, match=why):
            read_table(path, target="kind")


def picture(folder, name, pixels, mode="L"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.asarray(pixels, dtype=np.uint8), mode).save(path)
    return path


def test_pictures_become_rows_of_ink(tmp_path):
    half = np.full((16, 16), 255)
    half[:8] = 0
    picture(tmp_path, "top/a.png", half)
    picture(tmp_path, "left/a.jpg", half.T)
    own = read_pictures(tmp_path, size=2)
    assert own.classes == ("left", "top")
    assert own.x.round(1).tolist() == [[1, 0, 1, 0], [1, 1, 0, 0]]
    assert own.features[:2] == ("row 1 column 1", "row 1 column 2")
    light = read_pictures(tmp_path, size=2, dark_ink=False)
    assert np.allclose(light.x, 1 - own.x)


def test_colour_and_transparency_are_read_as_grey(tmp_path):
    clear = np.zeros((8, 8, 4))
    clear[:4] = [0, 0, 0, 255]
    picture(tmp_path, "a/clear.png", clear, "RGBA")
    picture(tmp_path, "b/red.png", np.full((5, 9, 3), [255, 0, 0]), "RGB")
    own = read_pictures(tmp_path, size=2)
    assert own.x[0].tolist() == [1, 1, 0, 0]
    assert np.ptp(own.x[1]) == 0
    assert 0 < own.x[1, 0] < 1


def test_every_bad_picture_is_left_out_with_a_sentence(tmp_path):
    for kind in "ab":
        picture(tmp_path, f"{kind}/good.png", np.zeros((8, 8)))
    (tmp_path / "a" / "empty.png").write_bytes(b"")
    (tmp_path / "a" / "notes.txt").write_text("no picture")
    whole = picture(tmp_path, "b/half.png", np.arange(40_000).reshape(200, 200) % 251).read_bytes()
    (tmp_path / "b" / "half.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b" / ".hidden").write_text("")
    (tmp_path / "readme.txt").write_text("beside the folders")
    own = read_pictures(tmp_path)
    assert own.x.shape == (2, 64)
    assert own.left_out == (
        "a/empty.png is left out: the file is empty.",
        "a/notes.txt is left out: no picture that can be read.",
        "b/half.png is left out: no picture that can be read.",
    )


def test_a_bad_folder_is_told_in_a_sentence(tmp_path):
    with pytest.raises(CannotRead, match="There is no folder"):
        read_pictures(tmp_path / "missing")
    with pytest.raises(CannotRead, match="a folder for each class"):
        read_pictures(tmp_path)
    picture(tmp_path, "only/one.png", np.zeros((8, 8)))
    with pytest.raises(CannotRead, match="of the class 'only'"):
        read_pictures(tmp_path)
    with pytest.raises(CannotRead, match="pixels a side"):
        read_pictures(tmp_path, size=1)


def recording(path, samples, channels=1, width=2, rate=8000):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(np.asarray(samples).astype("<i2").tobytes())


def test_recordings_become_rows_of_loudness_and_bad_ones_are_left_out(tmp_path):
    hum = 1000 * np.sin(np.arange(8000) * 2 * np.pi * 300 / 8000)
    recording(tmp_path / "low" / "1.wav", hum)
    recording(tmp_path / "high" / "1.wav", 1000 * np.sin(np.arange(8000) * 2 * np.pi * 2500 / 8000))
    recording(tmp_path / "low" / "2.wav", hum, channels=2)
    recording(tmp_path / "low" / "3.wav", np.zeros(8000))
    recording(tmp_path / "low" / "4.wav", hum[:20])
    recording(tmp_path / "low" / "5.wav", hum, rate=4000)
    (tmp_path / "low" / "6.mp3").write_bytes(b"ID3")
    own = read_sounds(tmp_path)
    assert (own.x.shape, own.classes) == ((2, 128), ("high", "low"))
    high, low = own.x.reshape(2, 16, 8)
    assert low.mean(axis=0).argmax() < high.mean(axis=0).argmax()
    assert own.left_out == (
        "low/2.wav is left out: it is not one channel of 16 bits.",
        "low/3.wav is left out: the recording is silent.",
        "low/4.wav is left out: the recording has 20 samples, too few for 16 slices.",
        "low/5.wav is left out: it has 4000 samples in a second, and 8000 are needed.",
        "low/6.mp3 is left out: no WAV file that can be read.",
    )


def test_files_are_brought_into_a_folder(tmp_path):
    button, told = bring_files(tmp_path / "pets" / "cat").children
    button.value = [
        {"name": name, "type": "", "size": 3, "content": memoryview(b"abc"), "last_modified": NOON}
        for name in ("own.csv", "../out.csv")
    ]
    assert sorted(path.name for path in (tmp_path / "pets" / "cat").iterdir()) == ["out.csv", "own.csv"]
    assert (tmp_path / "pets" / "cat" / "own.csv").read_bytes() == b"abc"
    assert told.value == f"2 files are in {tmp_path / 'pets' / 'cat'} now."


def test_a_folder_that_cannot_be_made_is_told_below_the_button(tmp_path):
    button, told = bring_files(table(tmp_path, TABLE)).children
    button.value = [{"name": "a", "type": "", "size": 0, "content": memoryview(b""), "last_modified": NOON}]
    assert told.value.endswith("cannot be written: File exists.")
