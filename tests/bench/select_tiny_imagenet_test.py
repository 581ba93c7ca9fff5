"""Tests bench/select_tiny_imagenet.py with selections of few images."""

import contextlib
import io
import pathlib
import sys
import tempfile
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
import select_tiny_imagenet  # noqa: E402


class SelectTinyImagenet(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.out = pathlib.Path(scratch.name)
        self.root = self.out / "tiny-imagenet-200"
        (self.root / "val/images").mkdir(parents=True)
        annotations = ""
        for i, wordnet_id in enumerate(("n1", "n2", "n3")):
            images = self.root / "train" / wordnet_id / "images"
            images.mkdir(parents=True)
            for number in range(12):
                (images / f"{wordnet_id}_{number}.JPEG").write_text(f"{wordnet_id} {number}")
            (self.root / f"val/images/val_{i}.JPEG").write_text(wordnet_id)
            annotations += f"val_{i}.JPEG\t{wordnet_id}\t0\t32\t44\t62\n"
        (self.root / "val/val_annotations.txt").write_text(annotations)

    def select(self) -> str:
        """Selects ten images of n1 and n3, and two of n2. Returns what the script says if it fails."""
        many, few = self.out / "many.txt", self.out / "few.txt"
        many.write_text("n1\nn3\n")
        few.write_text("n2\n")
        selections = (("many", many, 10), ("few", few, 2))
        arguments = ["select_tiny_imagenet.py", str(self.root), "--out", str(self.out)]
        with unittest.mock.patch.object(select_tiny_imagenet, "SELECTIONS", selections), \
                unittest.mock.patch.object(sys, "argv", arguments), contextlib.redirect_stdout(io.StringIO()):
            try:
                select_tiny_imagenet.main()
            except SystemExit as end:
                return str(end)
        return ""

    def files(self, name: str) -> dict[str, str]:
        folder = self.out / name
        return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.JPEG")}

    def test_the_first_images_by_number_of_the_listed_classes_are_copied(self):
        self.assertEqual(self.select(), "")
        expected = {f"train/{c}/{c}_{number}.JPEG": f"{c} {number}" for c in ("n1", "n3") for number in range(10)}
        self.assertEqual(self.files("many"), {**expected, "test/n1/val_0.JPEG": "n1", "test/n3/val_2.JPEG": "n3"})
        self.assertEqual(self.files("few"), {"train/n2/n2_0.JPEG": "n2 0", "train/n2/n2_1.JPEG": "n2 1",
                                             "test/n2/val_1.JPEG": "n2"})

    def test_a_class_with_too_few_images_is_named_and_not_selected(self):
        for number in range(3):
            (self.root / f"train/n3/images/n3_{number}.JPEG").unlink()
        self.assertEqual(self.select(), f"{self.root}: expected at least 10 training images and a validation image of "
                                        "n3, got 9 and 1")
        self.assertEqual({path.name for path in self.out.iterdir() if path.is_dir()}, {"tiny-imagenet-200"})

    def test_an_existing_selection_and_another_folder_are_refused(self):
        (self.out / "many").mkdir()
        self.assertEqual(self.select(), f"{self.out / 'many'} exists already")
        (self.root / "val/val_annotations.txt").unlink()
        self.assertEqual(self.select(), f"{self.root}: expected train/ and val/val_annotations.txt, as in "
                                        "tiny-imagenet-200")


class Selections(unittest.TestCase):
    def test_the_lists_of_classes_are_those_of_the_results(self):
        lists = {name: file.read_text().split() for name, file, _ in select_tiny_imagenet.SELECTIONS}
        self.assertEqual({name: len(set(classes)) for name, classes in lists.items()},
                         {"source_tinyimagenet100": 100, "fine26": 26})
        self.assertFalse(set(lists["source_tinyimagenet100"]) & set(lists["fine26"]))


if __name__ == "__main__":
    unittest.main()
