#include "trainer/snapshot.hpp"

#include "trainer/files.hpp"
#include "trainer/pickle.hpp"
#include "trainer/zip_archive.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <type_traits>

#include <caffe2/serialize/inline_container.h>

namespace trainer {
namespace {

using Json = nlohmann::ordered_json;
using namespace std::string_view_literals;

constexpr const char* model_key = "model";
constexpr const char* state_dict_key = "state_dict";
constexpr const char* pickle_name = "data.pkl";
constexpr const char* byte_order_name = "byteorder";
constexpr std::string_view parallel_prefix = "module.";

/// The first bytes of what torch.save wrote before PyTorch 1.6: a pickled number.
constexpr std::string_view old_format =
    "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv;

std::string storage_name(const std::string& key) { return "data/" + key; }

const PickleDict* dict(const PickleValue& value) {
  const auto* found = value.get<std::shared_ptr<PickleDict>>();
  return found == nullptr ? nullptr : found->get();
}

/// Nothing for what JSON cannot hold. `depth` levels of lists and dicts are left.
std::optional<Json> to_json(const PickleValue& pickled, int depth = 100) {
  if (depth == 0) throw std::runtime_error("has lists or dicts too deep in one another");
  if (const auto* list = pickled.get<std::shared_ptr<PickleList>>()) {
    Json array = Json::array();
    for (const PickleValue& item : **list) {
      std::optional<Json> value = to_json(item, depth - 1);
      if (!value) return {};
      array.push_back(*std::move(value));
    }
    return array;
  }
  if (const PickleDict* entries = dict(pickled)) {
    Json object = Json::object();
    for (const auto& [key, item] : *entries) {
      const auto* name = key.get<std::string>();
      std::optional<Json> value = to_json(item, depth - 1);
      if (name != nullptr && value) object[*name] = *std::move(value);
    }
    return object;
  }
  return std::visit(
      [](const auto& value) -> std::optional<Json> {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::monostate>)
          return Json(nullptr);
        else if constexpr (std::is_arithmetic_v<Value> || std::is_same_v<Value, std::string>)
          return Json(value);
        else
          return {};
      },
      pickled.value);
}

StateDict to_state_dict(const PickleDict& entries) {
  StateDict state;
  for (const auto& [key, value] : entries) {
    const auto* name = key.get<std::string>();
    if (name == nullptr) throw std::runtime_error("has a state dict with a key that is no string");
    const auto* tensor = value.get<at::Tensor>();
    if (tensor == nullptr)
      throw std::runtime_error("has a state dict whose entry " + *name + " is no tensor");
    state.emplace_back(*name, *tensor);
  }
  const bool parallel = std::all_of(state.begin(), state.end(), [](const auto& entry) {
    return entry.first.starts_with(parallel_prefix);
  });
  if (parallel)
    for (auto& entry : state) entry.first.erase(0, parallel_prefix.size());
  return state;
}

Snapshot to_snapshot(const PickleDict& entries) {
  for (const char* wanted : {model_key, state_dict_key}) {
    const auto is_wanted = [&](const PickleDict::value_type& entry) {
      const auto* name = entry.first.get<std::string>();
      return name != nullptr && *name == wanted && dict(entry.second) != nullptr;
    };
    const auto model = std::find_if(entries.begin(), entries.end(), is_wanted);
    if (model == entries.end()) continue;
    PickleDict others = entries;
    others.erase(others.begin() + (model - entries.begin()));
    return {to_state_dict(*dict(model->second)),
            *to_json({std::make_shared<PickleDict>(std::move(others))})};
  }
  return {.model = to_state_dict(entries)};
}

Snapshot parse_snapshot(std::string_view bytes) {
  if (bytes.starts_with(old_format))
    throw std::runtime_error(
        "in the format of torch.save before PyTorch 1.6; load it in Python and save it again with "
        "1.6 or newer");
  const ZipArchive archive(bytes);
  if (archive.contains(byte_order_name) && archive.read(byte_order_name) != "little")
    throw std::runtime_error("written by a machine of another byte order");
  const PickleValue value = unpickle(archive.read(pickle_name), [&](const std::string& key) {
    return archive.read(storage_name(key));
  });
  const PickleDict* entries = dict(value);
  if (entries == nullptr) throw std::runtime_error("holds no dict");
  return to_snapshot(*entries);
}

}  // namespace

void write_snapshot(const std::filesystem::path& path, const StateDict& model, const Json& about) {
  if (!about.is_object() || about.contains(model_key))
    throw std::invalid_argument(
        "write_snapshot: about must be an object without an entry \"model\", got " + about.dump());
  std::string bytes;
  caffe2::serialize::PyTorchStreamWriter writer([&](const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), size);
    return size;
  });
  Pickler pickler;
  pickler.begin_dict();
  pickler.add(model_key);
  pickler.begin_dict();
  for (std::size_t i = 0; i < model.size(); ++i) {
    pickler.add(model[i].first);
    pickler.add(model[i].second, std::to_string(i));
  }
  pickler.end_dict();
  for (const auto& [key, value] : about.items()) {
    pickler.add(key);
    pickler.add(value);
  }
  pickler.end_dict();
  const std::string pickle = std::move(pickler).finish();
  writer.writeRecord(pickle_name, pickle.data(), pickle.size());
  for (std::size_t i = 0; i < model.size(); ++i) {
    const at::Tensor numbers = model[i].second.detach().cpu().contiguous();
    writer.writeRecord(storage_name(std::to_string(i)), numbers.data_ptr(), numbers.nbytes());
  }
  writer.writeEndOfFile();
  write_atomically(path, {bytes});
}

Snapshot read_snapshot(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  try {
    return parse_snapshot(bytes);
  } catch (const std::exception& error) {
    throw std::runtime_error(path.string() + ": " + error.what());
  }
}

}  // namespace trainer
