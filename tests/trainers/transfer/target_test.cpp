#include "transfer/target.hpp"

#include "data/image_encoder.hpp"
#include "plain_image.hpp"
#include "support/usage_error.hpp"
#include "temporary_folder.hpp"
#include "transfer/images.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <ATen/Functions.h>
#include <doctest/doctest.h>

using transfer::read_target;
using transfer::Target;
using transfer::TargetImage;
using transfer::TargetOptions;
using Texts = std::vector<std::string>;

namespace {

namespace fs = std::filesystem;

/// The images' names below `folder` with their classes: "dog/1.png dog".
Texts texts(const Target& target, const std::vector<TargetImage>& images, const fs::path& folder) {
  Texts result;
  for (const TargetImage& image : images)
    result.push_back(fs::relative(image.file, folder).string() + " " +
                     target.classes.at(static_cast<std::size_t>(image.label)));
  return result;
}

Texts joined(Texts a, const Texts& b) {
  a.insert(a.end(), b.begin(), b.end());
  std::sort(a.begin(), a.end());
  return a;
}

/// Files that are not images, since listing opens none.
void write_files(const TemporaryFolder& folder, const std::string& place, const Texts& names) {
  for (const std::string& name : names) folder.write(place + "/" + name, "");
}

std::string error_in(const TemporaryFolder& folder, const TargetOptions& options = {}) {
  return error_of([&] { (void)read_target(folder.path(), options); });
}

/// Caltech256 as published, including its oddities, with five images per class.
void write_caltech256(const TemporaryFolder& folder) {
  const std::string place = "256_ObjectCategories";
  write_files(folder, place + "/001.ak47",
              {"001_0001.jpg", "001_0002.jpg", "001_0003.jpg", "001_0004.jpg", "001_0005.jpg"});
  write_files(folder, place + "/056.dog",
              {"056_0001.jpg", "056 0002.JPG", "056_0003.jpg", "056_0004.jpeg", "056_0005.png",
               "greg/vision309/056_0006.jpg"});
  write_files(folder, place + "/198.spider",
              {"198_0001.jpg", "198_0002.jpg", "198_0003.jpg", "198_0004.jpg", "198_0005.jpg",
               "RENAME2", ".hidden.jpg"});
  write_files(folder, place + "/257.clutter",
              {"257_0001.jpg", "257_0002.jpg", "257_0003.jpg", "257_0004.jpg", "257_0005.jpg"});
  write_files(folder, place + "/notes", {"a.jpg"});
}

/// The form of CUB-200-2011: two classes, and numbers with a gap and out of order.
void write_cub(const TemporaryFolder& folder) {
  folder.write("images.txt",
               "7 010.Wren/w_1.jpg\n1 002.Albatross/a_1.jpg\n2 002.Albatross/a_2.jpg\n"
               "3 002.Albatross/a 3.jpg\n6 010.Wren/w_2.jpg\n");
  folder.write("image_class_labels.txt", "1 2\n2 2\n3 2\n6 10\n7 10\n");
  folder.write("train_test_split.txt", "1 0\r\n2 1\r\n3 1\r\n6 0\r\n7 1\r\n");
  folder.write("classes.txt", "10 010.Wren\n2 002.Albatross\n");
  folder.write("bounding_boxes.txt",
               "1 60.0 27.0 325.0 304.0\n2 0.4 0.6 2.2 3.0\n3 -1.5 0 10 0.2\n"
               "6 1 1 1 1\n7 1e1 2 3 4\n");
  write_files(folder, "images/002.Albatross", {"a_1.jpg", "a_2.jpg", "a 3.jpg", "unlisted.jpg"});
  write_files(folder, "images/010.Wren", {"w_1.jpg", "w_2.jpg"});
}

/// The form of MIT Indoor 67, with names like its own.
void write_indoor67(const TemporaryFolder& folder) {
  folder.write("TrainImages.txt",
               "mall/shopping mall.jpg\r\nkitchen/int474.JPG\r\nkitchen/b_gif.jpg");
  folder.write("TestImages.txt", "kitchen/a.jpg\n\nmall/z.jpg\n");
  write_files(folder, "Images/kitchen", {"int474.JPG", "b_gif.jpg", "a.jpg", "unlisted.jpg"});
  write_files(folder, "Images/mall", {"shopping mall.jpg", "z.jpg"});
}

/// The form of TU-Berlin's sketches: numbers continue from class to class.
Texts sketch_names() {
  Texts names;
  for (int i = 1; i <= 6; ++i) names.push_back("airplane/" + std::to_string(i) + ".png");
  for (int i = 7; i <= 12; ++i) names.push_back("alarm clock/" + std::to_string(i) + ".png");
  return names;
}

}  // namespace

TEST_CASE("Caltech256 is split by the seed, without its clutter and files that are not images") {
  const TemporaryFolder folder;
  write_caltech256(folder);
  const fs::path place = folder.path() / "256_ObjectCategories";
  const TargetOptions options = {.train_per_class = 3, .split_seed = 5};
  const Target target = read_target(folder.path(), options);
  CHECK(target.name == folder.path().filename().string());
  CHECK(target.layout == "Caltech256");
  CHECK(target.classes == Texts{"001.ak47", "056.dog", "198.spider"});
  CHECK(joined(texts(target, target.train, place), texts(target, target.test, place)) ==
        Texts{"001.ak47/001_0001.jpg 001.ak47", "001.ak47/001_0002.jpg 001.ak47",
              "001.ak47/001_0003.jpg 001.ak47", "001.ak47/001_0004.jpg 001.ak47",
              "001.ak47/001_0005.jpg 001.ak47", "056.dog/056 0002.JPG 056.dog",
              "056.dog/056_0001.jpg 056.dog", "056.dog/056_0003.jpg 056.dog",
              "056.dog/056_0004.jpeg 056.dog", "056.dog/056_0005.png 056.dog",
              "198.spider/198_0001.jpg 198.spider", "198.spider/198_0002.jpg 198.spider",
              "198.spider/198_0003.jpg 198.spider", "198.spider/198_0004.jpg 198.spider",
              "198.spider/198_0005.jpg 198.spider"});
  for (std::int64_t label = 0; label < 3; ++label)
    CHECK(std::count_if(target.train.begin(), target.train.end(),
                        [&](const TargetImage& image) { return image.label == label; }) == 3);

  SUBCASE("the folder of the classes itself is accepted") {
    const Target same = read_target(place, options);
    CHECK(same.layout == "Caltech256");
    CHECK((same.train == target.train));
    CHECK((same.test == target.test));
  }
  SUBCASE("a seed determines the split, and a smaller share is part of a larger one") {
    CHECK((read_target(folder.path(), options).train == target.train));
    CHECK((read_target(folder.path(), {.train_per_class = 3, .split_seed = 6}).train !=
           target.train));
    const Target less = read_target(folder.path(), {.train_per_class = 2, .split_seed = 5});
    CHECK(less.train.size() == 6);
    for (const TargetImage& image : less.train)
      CHECK(std::count(target.train.begin(), target.train.end(), image) == 1);
  }
  SUBCASE("the clutter is one more class and does not change the split of the others") {
    const Target more =
        read_target(folder.path(), {.train_per_class = 3, .clutter = true, .split_seed = 5});
    CHECK(more.classes == Texts{"001.ak47", "056.dog", "198.spider", "257.clutter"});
    CHECK(more.train.size() == 12);
    CHECK((std::vector(more.train.begin(), more.train.begin() + 9) == target.train));
  }
  SUBCASE("every class needs one image more than it trains with") {
    CHECK(error_in(folder, {.train_per_class = 4}) == "");
    CHECK(error_in(folder, {.train_per_class = 5}) ==
          (place / "001.ak47").string() +
              ": 5 images, expected 5 for training and at least one more for testing");
    fs::remove(place / "056.dog" / "056_0005.png");
    CHECK(error_in(folder, {.train_per_class = 4}) ==
          (place / "056.dog").string() +
              ": 4 images, expected 4 for training and at least one more for testing");
  }
  SUBCASE("there must be classes") {
    for (const char* name : {"001.ak47", "056.dog", "198.spider"}) fs::remove_all(place / name);
    CHECK(error_in(folder) == place.string() + ": no class folders, expected names like 001.ak47");
  }
}

TEST_CASE("all images of a class are drawn for training about equally often") {
  const TemporaryFolder folder;
  write_caltech256(folder);
  std::vector<int> counts(5);
  for (std::uint64_t seed = 0; seed < 400; ++seed)
    for (const TargetImage& image :
         read_target(folder.path(), {.train_per_class = 1, .split_seed = seed}).train)
      if (image.label == 0)
        ++counts[static_cast<std::size_t>(image.file.stem().string().back() - '1')];
  // Binomial, 400 times 1/5: mean 80 and deviation 8.
  for (const int count : counts) {
    CHECK(count > 80 - 5 * 8);
    CHECK(count < 80 + 5 * 8);
  }
}

TEST_CASE("CUB-200-2011 is joined from its lists by number") {
  const TemporaryFolder folder;
  write_cub(folder);
  const fs::path images = folder.path() / "images";
  const Target target = read_target(folder.path(), {});
  CHECK(target.layout == "CUB-200-2011");
  CHECK(target.classes == Texts{"002.Albatross", "010.Wren"});
  CHECK(texts(target, target.train, images) == Texts{"002.Albatross/a_2.jpg 002.Albatross",
                                                     "002.Albatross/a 3.jpg 002.Albatross",
                                                     "010.Wren/w_1.jpg 010.Wren"});
  CHECK(texts(target, target.test, images) ==
        Texts{"002.Albatross/a_1.jpg 002.Albatross", "010.Wren/w_2.jpg 010.Wren"});
  CHECK(!target.train.front().box.has_value());

  const Target boxed = read_target(folder.path(), {.boxes = true});
  CHECK((boxed.test[0].box == trainer::Region{60, 27, 325, 304}));
  // Edges are rounded, 0.4 to 2.6 and 0.6 to 3.6; a box thinner than a pixel gets one pixel.
  CHECK((boxed.train[0].box == trainer::Region{0, 1, 3, 3}));
  CHECK((boxed.train[1].box == trainer::Region{-2, 0, 11, 1}));
  CHECK((boxed.train[2].box == trainer::Region{10, 2, 3, 4}));
}

TEST_CASE("errors in CUB-200-2011's lists are named") {
  const TemporaryFolder folder;
  write_cub(folder);
  const std::string path = folder.path().string() + "/";
  const auto error_with = [&](const std::string& file, const std::string& bytes) {
    folder.write(file, bytes);
    return error_in(folder, {.boxes = true});
  };

  SUBCASE("a missing or empty list") {
    for (const char* file : {"images.txt", "classes.txt", "image_class_labels.txt",
                             "train_test_split.txt", "bounding_boxes.txt"}) {
      write_cub(folder);
      CHECK(error_with(file, "\n \r\n") == path + file + ": an empty list");
      fs::remove(path + file);
      CHECK(error_in(folder, {.boxes = true}) == path + file + ": no such file");
    }
    CHECK(error_in(folder) == "");  // boxes are not used
  }
  SUBCASE("a malformed line") {
    CHECK(error_with("images.txt", "1 a/b.jpg\n\nx a/b.jpg\n") ==
          path + "images.txt:3: \"x a/b.jpg\", expected a number and a text");
    CHECK(error_with("images.txt", "1\n") ==
          path + "images.txt:1: \"1\", expected a number and a text");
  }
  SUBCASE("a number that occurs twice") {
    CHECK(error_with("classes.txt", "10 010.Wren\n2 002.Albatross\n10 Owl\n") ==
          path + "classes.txt:3: 10 is the number of line 1 already");
  }
  SUBCASE("an image that is missing or listed under two numbers") {
    fs::remove(path + "images/010.Wren/w_2.jpg");
    CHECK(error_in(folder) ==
          path + "images.txt:5: there is no file " + path + "images/010.Wren/w_2.jpg");
    CHECK(error_with("images.txt",
                     "7 010.Wren/w_1.jpg\n1 002.Albatross/a_1.jpg\n2 002.Albatross/a_2.jpg\n"
                     "3 002.Albatross/a 3.jpg\n6 002.Albatross/a_2.jpg\n") ==
          path + "images.txt:5: \"002.Albatross/a_2.jpg\" is listed in line 3 already");
  }
  SUBCASE("an image without a class, a part or a box, or one of these without an image") {
    CHECK(error_with("image_class_labels.txt", "1 2\n2 2\n3 2\n7 10\n") ==
          path + "images.txt:5: there is no image 6 in " + path + "image_class_labels.txt");
    write_cub(folder);
    CHECK(error_with("train_test_split.txt", "1 0\n2 1\n3 1\n6 0\n") ==
          path + "images.txt:1: there is no image 7 in " + path + "train_test_split.txt");
    write_cub(folder);
    CHECK(error_with("bounding_boxes.txt", "1 1 1 1 1\n") ==
          path + "images.txt:3: there is no image 2 in " + path + "bounding_boxes.txt");
    write_cub(folder);
    CHECK(error_with("image_class_labels.txt", "1 2\n2 2\n3 2\n6 10\n7 10\n8 10\n") ==
          path + "image_class_labels.txt:6: there is no image 8 in " + path + "images.txt");
  }
  SUBCASE("an unknown class, or a class without images in a part") {
    CHECK(error_with("image_class_labels.txt", "1 2\n2 2\n3 3\n6 10\n7 10\n") ==
          path + "image_class_labels.txt:3: \"3\" is not a class in " + path + "classes.txt");
    CHECK(error_with("image_class_labels.txt", "1 2\n2 2\n3 2x\n6 10\n7 10\n") ==
          path + "image_class_labels.txt:3: \"2x\" is not a class in " + path + "classes.txt");
    write_cub(folder);
    CHECK(error_with("train_test_split.txt", "1 0\n2 1\n3 1\n6 1\n7 1\n") ==
          path + "train_test_split.txt: class \"010.Wren\" has no test image");
    CHECK(error_with("train_test_split.txt", "1 0\n2 0\n3 0\n6 0\n7 1\n") ==
          path + "train_test_split.txt: class \"002.Albatross\" has no training image");
    CHECK(error_with("train_test_split.txt", "1 0\n2 1\n3 2\n6 0\n7 1\n") ==
          path + "train_test_split.txt:3: \"2\", expected 1 for training or 0 for testing");
  }
  SUBCASE("an invalid box") {
    for (const std::string box :
         {"1 2 3", "1 2 3 4 5", "1 2 3 x", "1 2 0 4", "1 2 3 -4", "nan 2 3 4", "1 inf 3 4",
          "1 2 nan 4", "1 2 1e9 4", "-1e300 2 3 4"})
      CHECK(error_with("bounding_boxes.txt", "1 " + box +
                                                 "\n2 1 1 1 1\n3 1 1 1 1\n6 1 1 1 1\n"
                                                 "7 1 1 1 1\n") ==
            path + "bounding_boxes.txt:1: \"" + box +
                "\", expected a box in pixels: left, top, width, height, the last two above 0");
  }
}

TEST_CASE("MIT Indoor 67 follows its two lists") {
  const TemporaryFolder folder;
  write_indoor67(folder);
  const fs::path images = folder.path() / "Images";
  const std::string path = folder.path().string() + "/";
  const Target target = read_target(folder.path(), {});
  CHECK(target.layout == "MIT Indoor 67");
  CHECK(target.classes == Texts{"kitchen", "mall"});
  CHECK(texts(target, target.train, images) == Texts{"mall/shopping mall.jpg mall",
                                                     "kitchen/int474.JPG kitchen",
                                                     "kitchen/b_gif.jpg kitchen"});
  CHECK(texts(target, target.test, images) == Texts{"kitchen/a.jpg kitchen", "mall/z.jpg mall"});

  SUBCASE("a byte order mark and blanks at a line's end do not matter") {
    folder.write("TestImages.txt", "\xEF\xBB\xBFkitchen/a.jpg \t\r\nmall/z.jpg");
    CHECK((read_target(folder.path(), {}).test == target.test));
  }
  SUBCASE("a missing list") {
    fs::remove(path + "TestImages.txt");
    CHECK(error_in(folder) == path + "TestImages.txt: no such file");
    write_indoor67(folder);
    fs::remove(path + "TrainImages.txt");
    CHECK(error_in(folder) == path + "TrainImages.txt: no such file");
  }
  SUBCASE("a list without images") {
    folder.write("TestImages.txt", "");
    CHECK(error_in(folder) == path + "TestImages.txt: an empty list");
  }
  SUBCASE("a malformed line") {
    for (const std::string line : {"kitchen", "/a.jpg", "kitchen/", "Images/kitchen/a.jpg"}) {
      folder.write("TestImages.txt", "kitchen/a.jpg\r\n" + line + "\r\n");
      CHECK(error_in(folder) == path + "TestImages.txt:2: \"" + line + "\", expected class/file");
    }
  }
  SUBCASE("a missing image, with its list's line") {
    fs::remove(images / "mall" / "z.jpg");
    CHECK(error_in(folder) ==
          path + "TestImages.txt:3: there is no file " + path + "Images/mall/z.jpg");
  }
  SUBCASE("an image that is listed twice") {
    folder.write("TestImages.txt", "mall/z.jpg\nkitchen/a.jpg\nmall/z.jpg\n");
    CHECK(error_in(folder) ==
          path + "TestImages.txt:3: \"mall/z.jpg\" is listed in line 1 already");
    folder.write("TestImages.txt", "mall/z.jpg\nkitchen/b_gif.jpg\n");
    CHECK(error_in(folder) == path +
                                  "TestImages.txt:2: \"kitchen/b_gif.jpg\" is also a training "
                                  "image, in line 3 of " +
                                  path + "TrainImages.txt");
  }
  SUBCASE("a class that is missing from one list") {
    folder.write("TestImages.txt", "kitchen/a.jpg\n");
    CHECK(error_in(folder) == path + "TestImages.txt: class \"mall\" has no test image");
    write_indoor67(folder);
    folder.write("TrainImages.txt", "mall/shopping mall.jpg\n");
    CHECK(error_in(folder) == path + "TrainImages.txt: class \"kitchen\" has no training image");
  }
}

TEST_CASE("Sketch250 is split by the seed, in the same way with and without its list") {
  const TemporaryFolder folder;
  write_files(folder, "png", sketch_names());
  const fs::path images = folder.path() / "png";
  const TargetOptions options = {.train_per_class = 4, .split_seed = 1};
  const Target target = read_target(folder.path(), options);
  CHECK(target.layout == "Sketch250");
  CHECK(target.classes == Texts{"airplane", "alarm clock"});
  CHECK(target.train.size() == 8);
  CHECK(joined(texts(target, target.train, images), texts(target, target.test, images)) ==
        Texts{"airplane/1.png airplane", "airplane/2.png airplane", "airplane/3.png airplane",
              "airplane/4.png airplane", "airplane/5.png airplane", "airplane/6.png airplane",
              "alarm clock/10.png alarm clock", "alarm clock/11.png alarm clock",
              "alarm clock/12.png alarm clock", "alarm clock/7.png alarm clock",
              "alarm clock/8.png alarm clock", "alarm clock/9.png alarm clock"});

  std::string list;
  for (const std::string& name : sketch_names()) list += name + "\n";
  folder.write("png/filelist.txt", list);
  folder.write("png/airplane/unlisted.png", "");
  const Target listed = read_target(folder.path(), options);
  CHECK(listed.classes == target.classes);
  CHECK((listed.train == target.train));
  CHECK((listed.test == target.test));

  const std::string path = folder.path().string() + "/png/";
  CHECK(error_in(folder, {.train_per_class = 6}) ==
        path + "airplane: 6 images, expected 6 for training and at least one more for testing");
  fs::remove(images / "alarm clock" / "7.png");
  CHECK(error_in(folder, options) ==
        path + "filelist.txt:7: there is no file " + path + "alarm clock/7.png");
  fs::remove_all(images);
  fs::create_directory(images);
  CHECK(error_in(folder) == folder.path().string() + "/png: no class folders");
}

TEST_CASE("class folders keep their split") {
  const TemporaryFolder folder;
  write_files(folder, "train", {"dog/1.png", "cat/b.JPG", "cat/a.png", "cat/readme.txt"});
  write_files(folder, "test", {"dog/z.jpeg", "cat/y.png"});
  const Target target = read_target(folder.path(), {});
  CHECK(target.layout == "class folders");
  CHECK(target.classes == Texts{"cat", "dog"});
  CHECK(texts(target, target.train, folder.path()) ==
        Texts{"train/cat/a.png cat", "train/cat/b.JPG cat", "train/dog/1.png dog"});
  CHECK(texts(target, target.test, folder.path()) ==
        Texts{"test/cat/y.png cat", "test/dog/z.jpeg dog"});

  const std::string path = folder.path().string();
  fs::remove(folder.path() / "test" / "dog" / "z.jpeg");
  CHECK(error_in(folder) == path + "/test: class \"dog\" has no test image");
  fs::remove(folder.path() / "test" / "dog");
  CHECK(error_in(folder) == path + "/train: classes that " + path + "/test lacks: dog");
  fs::remove_all(folder.path() / "test");
  CHECK(error_in(folder) ==
        path + ": neither val nor test, expected one of them, with one folder for each class");
}

TEST_CASE("a folder that has no layout or several layouts is refused") {
  const TemporaryFolder folder;
  const std::string path = folder.path().string();
  CHECK(error_of([&] { (void)read_target(folder.path() / "none", {}); }) ==
        path + "/none: no such folder");
  CHECK(error_in(folder) ==
        path +
            ": no data set in a known layout; looked for 256_ObjectCategories (Caltech256), "
            "images.txt or image_class_labels.txt or train_test_split.txt (CUB-200-2011), "
            "TrainImages.txt or TestImages.txt (MIT Indoor 67), png (Sketch250), train (class "
            "folders)");
  write_indoor67(folder);
  write_files(folder, "train", {"dog/1.png"});
  CHECK(error_in(folder) ==
        path + ": ambiguous layout, there are entries of several: MIT Indoor 67, class folders");
}

TEST_CASE("a split without training images is refused") {
  const TemporaryFolder folder;
  write_caltech256(folder);
  CHECK_THROWS_WITH_AS((void)read_target(folder.path(), {.train_per_class = 0}),
                       "--train-per-class must be at least 1 image, got 0", support::UsageError);
}

TEST_CASE("images of any size and encoding become one tensor") {
  const TemporaryFolder folder;
  folder.write("train/a/1.jpg",
               trainer::encode_png(plain_image(30, 20, {10, 20, 30})));  // despite its name
  folder.write("train/a/2.PNG", trainer::encode_png(plain_image(3, 200, {40, 50, 60})));
  folder.write("train/b/1.jpg",
               trainer::encode_jpeg(plain_image(16, 16, {77}), {JCS_GRAYSCALE, 1, 1, 1}));
  // Adobe stores the light that each ink lets through.
  folder.write("test/a/1.jpg",
               trainer::encode_jpeg(plain_image(16, 16, {200, 100, 0, 128}), {JCS_CMYK, 4, 1, 1}));
  folder.write("test/b/1.png", trainer::encode_png(plain_image(1, 1, {255, 0, 1})));
  folder.write("train/b/notes.txt", "no image");

  const Target target = read_target(folder.path(), {});
  const trainer::Dataset data = transfer::decode(target, 8);
  CHECK(data.classes == Texts{"a", "b"});
  CHECK(data.train.images.sizes() == at::IntArrayRef{3, 3, 8, 8});
  CHECK(data.test.images.sizes() == at::IntArrayRef{2, 3, 8, 8});
  CHECK((data.train.images.scalar_type() == at::kByte));
  CHECK(data.train.images.is_contiguous());
  CHECK(data.train.labels.equal(at::tensor({0, 0, 1}, at::kLong)));
  CHECK(data.test.labels.equal(at::tensor({0, 1}, at::kLong)));
  const auto is_plain = [](const at::Tensor& image, std::vector<int> colour, int tolerance) {
    const at::Tensor expected = at::tensor(colour).reshape({3, 1, 1});
    return at::sub(image.to(at::kInt), expected).abs().max().item<int>() <= tolerance;
  };
  CHECK(is_plain(data.train.images[0], {10, 20, 30}, 0));
  CHECK(is_plain(data.train.images[1], {40, 50, 60}, 0));
  CHECK(is_plain(data.train.images[2], {77, 77, 77}, 1));
  CHECK(is_plain(data.test.images[0], {100, 50, 0}, 2));
  CHECK(is_plain(data.test.images[1], {255, 0, 1}, 0));
}

TEST_CASE("an image is seen as in validation, one plane after another") {
  // The shorter side of 16 x 8 pixels is scaled to 8 at size 7, so nothing is scaled. The middle 7
  // rows start at round(0.5) = 0 and the 7 columns at round(4.5) = 4, both rounded to even.
  const TemporaryFolder folder;
  trainer::Image image = {.width = 16, .height = 8, .pixels = {}};
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 16; ++x)
      for (const int value : {x, y, 100}) image.pixels.push_back(static_cast<std::uint8_t>(value));
  const fs::path file = folder.write("a.png", trainer::encode_png(image));
  const Target target = {"", "", {"a"}, {{file, 0}}, {{file, 0}}};
  const trainer::Dataset data = transfer::decode(target, 7);
  const at::Tensor columns = at::arange(4, 11, at::kByte).expand({7, 7});
  const at::Tensor rows = at::arange(0, 7, at::kByte).reshape({7, 1}).expand({7, 7});
  CHECK(data.train.images[0][0].equal(columns));
  CHECK(data.train.images[0][1].equal(rows));
  CHECK(data.train.images[0][2].equal(at::full({7, 7}, 100, at::kByte)));
  CHECK(data.test.images.equal(data.train.images));

  const trainer::Image alone = transfer::decode(target.train.front(), 7);
  CHECK(alone.width == 7);
  CHECK(alone.height == 7);
  CHECK(std::vector(alone.pixels.begin(), alone.pixels.begin() + 6) ==
        std::vector<std::uint8_t>{4, 0, 100, 5, 0, 100});
}

TEST_CASE("an image with a box shows the part within the box") {
  const TemporaryFolder folder;
  // Green from (3, 1) to (6, 4), red around it.
  trainer::Image image = plain_image(8, 6, {255, 0, 0});
  for (std::size_t y = 1; y < 4; ++y)
    for (std::size_t x = 3; x < 6; ++x) {
      image.pixels[3 * (8 * y + x)] = 0;
      image.pixels[3 * (8 * y + x) + 1] = 255;
    }
  const fs::path png = folder.write("a.png", trainer::encode_png(image));
  const auto is_green = [&](const trainer::Region& box) {
    const trainer::Image seen = transfer::decode(TargetImage{png, 0, box}, 5);
    return seen.pixels == plain_image(5, 5, {0, 255, 0}).pixels;
  };
  CHECK(is_green({3, 1, 3, 3}));
  CHECK(is_green({4, 2, 1, 1}));
  CHECK(!is_green({2, 1, 4, 3}));

  // Boxes are clipped to the image: here to a corner.
  const fs::path corner = folder.write("corner.png", trainer::encode_png([&] {
                                         trainer::Image all = plain_image(8, 6, {9, 9, 9});
                                         std::fill_n(all.pixels.end() - 3, 3, std::uint8_t{200});
                                         return all;
                                       }()));
  CHECK(transfer::decode(TargetImage{corner, 0, trainer::Region{7, 5, 100, 100}}, 4).pixels ==
        plain_image(4, 4, {200, 200, 200}).pixels);
  CHECK(transfer::decode(TargetImage{corner, 0, trainer::Region{-5, -5, 8, 9}}, 4).pixels ==
        plain_image(4, 4, {9, 9, 9}).pixels);
  for (const trainer::Region& box :
       {trainer::Region{8, 0, 3, 3}, {0, 6, 3, 3}, {-3, 0, 3, 3}, {0, -4, 3, 4}})
    CHECK_THROWS_WITH_AS((void)transfer::decode(TargetImage{corner, 0, box}, 4),
                         (corner.string() + ": its box is outside the image of 8x6 pixels").c_str(),
                         trainer::BadImage);
}

TEST_CASE("the first image that cannot be decoded is named, files outside the list are not") {
  const TemporaryFolder folder;
  std::string train, test;
  const std::string good = trainer::encode_png(plain_image(4, 4, {1, 2, 3}));
  for (int i = 100; i < 160; ++i) {
    const std::string name = "kitchen/" + std::to_string(i) + ".jpg";
    folder.write("Images/" + name, good);
    (i % 2 == 0 ? train : test) += name + "\n";
  }
  folder.write("TrainImages.txt", train);
  folder.write("TestImages.txt", test);
  folder.write("Images/kitchen/unlisted.jpg", "GIF89a");
  const Target target = read_target(folder.path(), {});
  const trainer::Dataset data = transfer::decode(target, 4);
  CHECK(data.train.images.size(0) == 30);
  CHECK(data.test.images.size(0) == 30);

  const std::string path = folder.path().string();
  for (const int bad : {101, 133, 128, 150, 158})
    folder.write("Images/kitchen/" + std::to_string(bad) + ".jpg", "GIF89a");
  for (int repeat = 0; repeat < 20; ++repeat)
    CHECK(error_of([&] { (void)transfer::decode(target, 4); }) ==
          path + "/Images/kitchen/128.jpg: neither a JPEG nor a PNG image");
}

TEST_CASE("only the images of the target that was used last are in memory") {
  const TemporaryFolder first, second;
  transfer::Options options;
  options.image_size = 4;
  for (const TemporaryFolder* folder : {&first, &second}) {
    for (const char* const name : {"train/a/1.png", "test/a/2.png"})
      folder->write(name, trainer::encode_png(plain_image(4, 4, {1, 2, 3})));
    options.targets.push_back(folder->path().string());
  }
  transfer::Images images(options);
  const Texts names = images.names();
  const at::Tensor pixels = images.decoded(names[0]).train.images;
  CHECK(images.decoded(names[0]).train.images.is_same(pixels));
  CHECK(images.decoded(names[1]).train.images.equal(pixels));
  CHECK(pixels.use_count() == 1);
  CHECK(images.decoded(names[0]).train.images.equal(pixels));
}

TEST_CASE("a target decodes to the same tensors each time") {
  const TemporaryFolder folder;
  for (int i = 0; i < 40; ++i)
    folder.write((i < 30 ? "train/a/" : "test/a/") + std::to_string(i) + ".jpg",
                 trainer::encode_jpeg(
                     trainer::photograph(20 + i, 60 - i, static_cast<std::uint64_t>(i), 30)));
  const Target target = read_target(folder.path(), {});
  const trainer::Dataset first = transfer::decode(target, 16);
  for (int repeat = 0; repeat < 3; ++repeat) {
    const trainer::Dataset again = transfer::decode(target, 16);
    CHECK(again.train.images.equal(first.train.images));
    CHECK(again.test.images.equal(first.test.images));
  }
  // Each tensor's images are those of its files, in order.
  for (std::size_t i = 0; i < target.test.size(); ++i) {
    const trainer::Image alone = transfer::decode(target.test[i], 16);
    CHECK(first.test.images[static_cast<std::int64_t>(i)].permute({1, 2, 0}).equal(
        at::tensor(alone.pixels, at::kByte).reshape({16, 16, 3})));
  }
}
