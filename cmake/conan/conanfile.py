"""The Conan 2 recipe of autodecay, for the repository that it lies in: conan create cmake/conan"""

import pathlib
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy, rmdir

required_conan_version = ">=2.0"


class AutodecayRecipe(ConanFile):
    name = "autodecay"
    description = "Knowing when a training stage is over, and what to do then"
    license = "BSL-1.0"
    topics = ("machine-learning", "optimization", "learning-rate", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    @property
    def _repository(self):
        return pathlib.Path(self.recipe_folder).parent.parent

    def set_version(self):
        header = (self._repository / "include/autodecay/version.hpp").read_text()
        self.version = ".".join(re.findall(r"#define AUTODECAY_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header))

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "CHANGELOG.md", "cmake/*", "include/*"):
            copy(self, pattern, src=self._repository, dst=self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def validate(self):
        check_min_cppstd(self, 20)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.user_presets_path = False
        for programs in ("TESTS", "BENCH", "EXAMPLES"):
            toolchain.cache_variables[f"AUTODECAY_BUILD_{programs}"] = False
        toolchain.cache_variables["AUTODECAY_WITH_LIBTORCH"] = "OFF"
        toolchain.generate()

    def build(self):
        CMake(self).configure()

    def package(self):
        CMake(self).install()
        rmdir(self, pathlib.Path(self.package_folder) / "share")  # Conan writes its own CMake package
        copy(self, "LICENSE", src=self.source_folder, dst=pathlib.Path(self.package_folder) / "licenses")

    def package_id(self):
        self.info.clear()

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
