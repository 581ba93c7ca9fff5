#include "trainer/little_endian.hpp"
#include "trainer/pickle.hpp"
#include "trainer/pickled_tensors.hpp"
#include "trainer/text.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <map>
#include <stdexcept>

namespace trainer {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error("its pickle " + what); }

PickleList& list(PickleValue& value) { return *value.as<std::shared_ptr<PickleList>>("a list"); }

PickleDict& dict(PickleValue& value) { return *value.as<std::shared_ptr<PickleDict>>("a dict"); }

/// From two's complement, the lowest byte first.
PickleValue integer(std::string_view bytes) {
  if (bytes.size() > 9 || (bytes.size() == 9 && bytes.back() != 0)) return {PickleLargeInteger()};
  std::uint64_t bits = !bytes.empty() && static_cast<signed char>(bytes.back()) < 0 ? ~0ULL : 0;
  for (std::size_t i = std::min<std::size_t>(bytes.size(), 8); i-- > 0;)
    bits = bits << 8 | static_cast<unsigned char>(bytes[i]);
  if (bytes.size() == 9) return {bits};
  return {static_cast<std::int64_t>(bits)};
}

double from_big_endian(std::string_view bytes) {
  const std::string reversed(bytes.rbegin(), bytes.rend());
  return std::bit_cast<double>(little_endian<std::uint64_t>(reversed, 0));
}

/// The machine whose program a pickle is: it has a stack of values with marks in it, and a memo.
class Unpickler {
 public:
  Unpickler(std::string_view bytes,
            const std::function<std::string_view(const std::string&)>& storage)
      : bytes_(bytes), tensors_(storage) {}

  PickleValue run() {
    while (true) {
      // clang-format off
      switch (const char operation = take(1).front()) {
        case '\x80': take(1); break;  // the protocol
        case '.': return pop();
        case '(': marks_.push_back(stack_.size()); break;
        case 'N': push(std::monostate()); break;
        case '\x88': push(true); break;
        case '\x89': push(false); break;
        case 'K': push(std::int64_t{number<std::uint8_t>()}); break;
        case 'M': push(std::int64_t{number<std::uint16_t>()}); break;
        case 'J': push(std::int64_t{static_cast<std::int32_t>(number<std::uint32_t>())}); break;
        case '\x8a': stack_.push_back(integer(take(number<std::uint8_t>()))); break;
        case 'G': push(from_big_endian(take(8))); break;
        case 'X': push(std::string(take(number<std::uint32_t>()))); break;
        case ']':
        case ')': push_list({}); break;
        case '}': push(std::make_shared<PickleDict>()); break;
        case 't': push_list(pop_to_mark()); break;
        case '\x85': push_list(pop(1)); break;
        case '\x86': push_list(pop(2)); break;
        case '\x87': push_list(pop(3)); break;
        case 'a': append(pop(1)); break;
        case 'e': append(pop_to_mark()); break;
        case 's': set_items(pop(2)); break;
        case 'u': set_items(pop_to_mark()); break;
        case 'b': pop(); dict(top()); break;  // the attributes of an OrderedDict
        case 'q': memo_[number<std::uint8_t>()] = top(); break;
        case 'r': memo_[number<std::uint32_t>()] = top(); break;
        case 'h': push_memo(number<std::uint8_t>()); break;
        case 'j': push_memo(number<std::uint32_t>()); break;
        case 'c': push_global(); break;
        case 'Q': push_storage(pop()); break;
        case 'R': call(pop(2)); break;
        default:
          fail("has the operation " + to_text(int{static_cast<unsigned char>(operation)}) +
               ", which torch.save does not use for plain values and tensors");
      }
      // clang-format on
    }
  }

 private:
  std::string_view take(std::size_t size) {
    if (size > bytes_.size()) fail("ends too early");
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  std::string take_line() {
    const std::string line(take(std::min(bytes_.find('\n'), bytes_.size())));
    take(1);
    return line;
  }

  template <typename Number>
  Number number() {
    return little_endian<Number>(take(sizeof(Number)), 0);
  }

  /// The number of values since the last mark.
  [[nodiscard]] std::size_t height() const {
    return stack_.size() - (marks_.empty() ? 0 : marks_.back());
  }

  PickleValue& top() {
    if (height() == 0) fail("lacks a value");
    return stack_.back();
  }

  PickleValue pop() { return pop(1).front(); }

  PickleList pop(std::size_t count) {
    if (height() < count) fail("lacks a value");
    const auto first = stack_.end() - static_cast<std::ptrdiff_t>(count);
    PickleList values(std::make_move_iterator(first), std::make_move_iterator(stack_.end()));
    stack_.erase(first, stack_.end());
    return values;
  }

  PickleList pop_to_mark() {
    if (marks_.empty()) fail("lacks a mark");
    PickleList values = pop(height());
    marks_.pop_back();
    return values;
  }

  template <typename Value>
  void push(Value value) {
    stack_.push_back({std::move(value)});
  }

  void push_list(PickleList values) { push(std::make_shared<PickleList>(std::move(values))); }

  void push_memo(std::uint32_t key) {
    const auto found = memo_.find(key);
    if (found == memo_.end()) fail("refers to a value that it has not kept");
    stack_.push_back(found->second);
  }

  void push_global() {
    const std::string module = take_line();
    const std::string name = module + '.' + take_line();
    if (!PickledTensors::is_known(name))
      fail("names " + name + ", which is no part of plain values and tensors; save these alone");
    push(PickleGlobal{name});
  }

  void push_storage(PickleValue reference) { push(tensors_.storage(list(reference))); }

  void call(PickleList function_and_arguments) {
    const auto& function = function_and_arguments[0].as<PickleGlobal>("a function");
    stack_.push_back(PickledTensors::call(function.name, list(function_and_arguments[1])));
  }

  void append(PickleList values) {
    PickleList& target = list(top());
    target.insert(target.end(), values.begin(), values.end());
  }

  void set_items(PickleList values) {
    PickleDict& target = dict(top());
    if (values.size() % 2 != 0) fail("has a key without a value");
    for (std::size_t i = 0; i < values.size(); i += 2)
      target.emplace_back(std::move(values[i]), std::move(values[i + 1]));
  }

  std::string_view bytes_;  // those to come
  PickledTensors tensors_;
  PickleList stack_;
  std::vector<std::size_t> marks_;  // how many values were on the stack
  std::map<std::uint32_t, PickleValue> memo_;
};

}  // namespace

PickleValue unpickle(std::string_view bytes,
                     const std::function<std::string_view(const std::string& key)>& storage) {
  return Unpickler(bytes, storage).run();
}

}  // namespace trainer
