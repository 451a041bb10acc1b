// Copyright 2026 the pwlforge authors.
// Licensed under the Apache License, Version 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0
//
// Checkpoints, tokenizers and the forward pass against plain restatements of what llama2.c does, token by token and in
// double; every fault of a file told by name.
#include <catch2/catch.hpp>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "gen/support/diagnostics.hpp"
#include "gen/support/files.hpp"
#include "gen/support/json.hpp"
#include "sim/workload/forward.hpp"
#include "sim/workload/tokenizer.hpp"
#include "sim/workload/workload.hpp"
#include "small_model.hpp"

using namespace pwlforge;
using namespace pwlforge::llama;

namespace {

struct Files {
  TemporaryDirectory directory;
  std::string model = (directory.path() / "model.bin").string();
  std::string tokenizer = (directory.path() / "tokenizer.bin").string();
  std::string text = (directory.path() / "text.txt").string();

  explicit Files(const SmallModel& small, const std::string& words = small_text(2, 6, 12)) {
    write_file(model, small.checkpoint());
    write_file(tokenizer, small.tokenizer());
    write_file(text, words);
  }
};

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

using Vector = std::vector<double>;

Vector product(const Matrix& matrix, const Vector& x) {
  Vector y(static_cast<std::size_t>(matrix.outputs));
  for (std::size_t o = 0; o < y.size(); ++o) {
    for (std::size_t i = 0; i < x.size(); ++i) y[o] += double{matrix.weights[o * x.size() + i]} * x[i];
  }
  return y;
}

Vector normed(const Vector& x, const std::vector<float>& gamma) {
  double squares = 0;
  for (const double one : x) squares += one * one;
  Vector y;
  for (std::size_t i = 0; i < x.size(); ++i)
    y.push_back(x[i] * double{gamma[i]} / std::sqrt(squares / static_cast<double>(x.size()) + 1e-5));
  return y;
}

void rotated(Vector& x, std::size_t size, std::size_t position) {
  for (std::size_t i = 0; i < x.size(); i += 2) {
    const double angle =
        static_cast<double>(position) / std::pow(10000.0, static_cast<double>(i % size) / static_cast<double>(size));
    const double a = x[i], b = x[i + 1];
    x[i] = a * std::cos(angle) - b * std::sin(angle);
    x[i + 1] = a * std::sin(angle) + b * std::cos(angle);
  }
}

/// The model token by token, with the keys and values of earlier ones kept.
double plain_loss(const Checkpoint& model, const std::vector<int>& tokens) {
  const auto dim = static_cast<std::size_t>(model.dim);
  const auto size = static_cast<std::size_t>(model.head_size());
  const std::size_t shared = static_cast<std::size_t>(model.heads / model.kv_heads);
  std::vector<std::vector<Vector>> keys(model.layers.size()), values(model.layers.size());
  double loss = 0;
  for (std::size_t t = 0; t + 1 < tokens.size(); ++t) {
    Vector x;
    for (std::size_t i = 0; i < dim; ++i)
      x.push_back(model.embedding.weights[static_cast<std::size_t>(tokens[t]) * dim + i]);
    for (std::size_t l = 0; l < model.layers.size(); ++l) {
      const Layer& layer = model.layers[l];
      const Vector in = normed(x, layer.attention_norm);
      Vector query = product(layer.query, in);
      keys[l].push_back(product(layer.key, in));
      values[l].push_back(product(layer.value, in));
      rotated(query, size, t);
      rotated(keys[l].back(), size, t);
      Vector mixed(dim);
      for (std::size_t h = 0; h < static_cast<std::size_t>(model.heads); ++h) {
        Vector p;
        double sum = 0;
        for (std::size_t j = 0; j <= t; ++j) {
          double score = 0;
          for (std::size_t i = 0; i < size; ++i) score += query[h * size + i] * keys[l][j][h / shared * size + i];
          p.push_back(std::exp(score / std::sqrt(static_cast<double>(size))));
          sum += p.back();
        }
        for (std::size_t j = 0; j <= t; ++j) {
          for (std::size_t i = 0; i < size; ++i)
            mixed[h * size + i] += p[j] / sum * values[l][j][h / shared * size + i];
        }
      }
      const Vector attended = product(layer.attention_output, mixed);
      for (std::size_t i = 0; i < dim; ++i) x[i] += attended[i];
      const Vector middle = normed(x, layer.ffn_norm);
      Vector a = product(layer.gate, middle);
      const Vector b = product(layer.up, middle);
      for (std::size_t i = 0; i < a.size(); ++i) a[i] = a[i] / (1 + std::exp(-a[i])) * b[i];
      const Vector out = product(layer.down, a);
      for (std::size_t i = 0; i < dim; ++i) x[i] += out[i];
    }
    const Vector logits = product(model.classifier, normed(x, model.final_norm));
    double sum = 0;
    for (const double logit : logits) sum += std::exp(logit);
    loss += std::log(sum) - logits[static_cast<std::size_t>(tokens[t + 1])];
  }
  return loss;
}

/// Joins the best pair again and again, looking at all of them each time.
std::vector<int> plain_encode(const SmallModel& small, const std::string& text) {
  std::vector<int> ids;
  const auto id_of = [&](const std::string& token) {
    for (std::size_t i = 0; i < small.tokens.size(); ++i) {
      if (small.tokens[i] == token) return static_cast<int>(i);
    }
    return -1;
  };
  ids.push_back(id_of(" "));
  for (const char letter : text) {
    const int id = id_of(std::string(1, letter));
    ids.push_back(id >= 0 ? id : 3 + static_cast<unsigned char>(letter));
  }
  for (;;) {
    float best = -1e10F;
    int joined = -1;
    std::size_t at = 0;
    for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
      const int id =
          id_of(small.tokens[static_cast<std::size_t>(ids[i])] + small.tokens[static_cast<std::size_t>(ids[i + 1])]);
      if (id < 0 || small.scores[static_cast<std::size_t>(id)] <= best) continue;
      best = small.scores[static_cast<std::size_t>(id)];
      joined = id;
      at = i;
    }
    if (joined < 0) return ids;
    ids[at] = joined;
    ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  }
}

}  // namespace

TEST_CASE("the forward pass in FP32 is that of the plain model") {
  for (const bool shared : {true, false}) {
    const Files files{SmallModel(5, shared)};
    const Checkpoint model = read_checkpoint(files.model);
    const Kernels none(sites_of(model).size());
    const Model<FloatArithmetic> fast(model, FloatArithmetic(model), none);
    std::mt19937_64 random(3);
    std::vector<int> tokens{kBeginToken};
    for (int i = 0; i < 20; ++i) tokens.push_back(static_cast<int>(random() % 300));
    const double wanted = plain_loss(model, tokens);
    CHECK(fast.loss(tokens) == Approx(wanted).epsilon(1e-5));

    // Planted: any of these weights must count.
    for (Matrix Layer::*member : {&Layer::query, &Layer::key, &Layer::value, &Layer::attention_output, &Layer::gate,
                                  &Layer::up, &Layer::down}) {
      Checkpoint wrong = model;
      for (std::size_t i = 0; i < 8; ++i) (wrong.layers[1].*member).weights[i] += 3.0F;
      const Model<FloatArithmetic> other(wrong, FloatArithmetic(wrong), none);
      CHECK(std::fabs(other.loss(tokens) - wanted) > 1e-4 * wanted);
    }
  }
}

TEST_CASE("integers throughout stay near FP32, and more bits nearer") {
  const Files files{SmallModel(6)};
  const Checkpoint model = read_checkpoint(files.model);
  const Kernels none(sites_of(model).size());
  std::vector<int> tokens{kBeginToken};
  for (int i = 0; i < 30; ++i) tokens.push_back(259 + i * 7 % 14);
  const double wanted = plain_loss(model, tokens);
  const auto error = [&](LinearBits bits) {
    return std::fabs(Model<FixedArithmetic>(model, {model, bits}, none).loss(tokens) / wanted - 1);
  };
  CHECK(error({12, 12}) < 2e-3);
  CHECK(error({8, 8}) < 2e-2);
  CHECK(error({12, 12}) < error({4, 4}));
}

TEST_CASE("tokens are joined as llama2.c joins them") {
  const SmallModel small(7);
  const Files files{small};
  const Tokenizer tokenizer(files.tokenizer, small.vocabulary);
  std::mt19937_64 random(4);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    const int length = 1 + static_cast<int>(random() % 40);
    for (int i = 0; i < length; ++i) text += "abcd e"[random() % 6];
    CHECK(tokenizer.encode(text) == plain_encode(small, text));
  }
  CHECK(tokenizer.encode("\xC3\xA4") == std::vector<int>{259, 3 + 0xC3, 3 + 0xA4});
}

TEST_CASE("stories end where the model's positions do") {
  const SmallModel small(8);
  const Files files(small, "abcd\n<|endoftext|>\n  \n<|endoftext|>\n" + std::string(100, 'd'));
  const Tokenizer tokenizer(files.tokenizer, small.vocabulary);
  const Text text = read_text(files.text, tokenizer, 32);
  REQUIRE(text.stories.size() == 2);
  CHECK(text.stories[0].front() == kBeginToken);
  CHECK(text.stories[1].size() == 32);
  CHECK(text.left_out == 101 - 31);  // with the leading blank
  write_file(files.text, " \n<|endoftext|>");
  CHECK(message_of([&] { read_text(files.text, tokenizer, 32); }).find("no text") != std::string::npos);
}

TEST_CASE("what is wrong with a checkpoint is told") {
  const SmallModel small(9);
  const Files files{small};
  const std::string good = small.checkpoint();
  const auto told = [&](std::string bytes) {
    write_file(files.model, bytes);
    return message_of([&] { read_checkpoint(files.model); });
  };
  const auto with_word = [&](std::size_t index, std::int32_t value) {
    std::string bytes = good;
    std::memcpy(bytes.data() + index * 4, &value, 4);
    return bytes;
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(told(good.substr(0, 20)), Contains("ends within its header"));
  CHECK_THAT(told(good.substr(0, good.size() - 1)), Contains("truncated"));
  CHECK_THAT(told(good + "x"), Contains("too long"));
  CHECK_THAT(told(with_word(0, 0)), Contains("/dim: outside 1..65536 (found 0)"));
  CHECK_THAT(told(with_word(2, -3)), Contains("/n_layers"));
  CHECK_THAT(told(with_word(3, 5)), Contains("/n_heads"));
  CHECK_THAT(told(with_word(3, 16)), Contains("even size"));
  CHECK_THAT(told(with_word(4, 3)), Contains("/n_kv_heads"));
  CHECK_THAT(told(with_word(0, 0x616b3432)), Contains("version 24; export it as version 0"));
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    std::string bytes = good;
    const std::size_t at = 28 + 4 * static_cast<std::size_t>(300 * 16 + 2 * 16 + 16 * 16 + 3);
    std::memcpy(bytes.data() + at, &bad, 4);
    CHECK_THAT(told(bytes), Contains("wq of layer 1, weight 3: not a finite number"));
  }
  CHECK(told(good) == "nothing was thrown");
}

TEST_CASE("what is wrong with a tokenizer is told") {
  const SmallModel small(10);
  const Files files{small};
  const std::string good = small.tokenizer();
  const auto told = [&](const std::string& bytes, int vocabulary = 300) {
    write_file(files.tokenizer, bytes);
    return message_of([&] { Tokenizer(files.tokenizer, vocabulary); });
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(told(good.substr(0, 1000)), Contains("ends within token"));
  CHECK_THAT(told(good, 301), Contains("ends within token 300 (the model has 301)"));
  CHECK_THAT(told(good, 299), Contains("more than 299 tokens"));
  std::string bytes = good;
  bytes[good.find("<0x41>") + 4] = '9';
  CHECK_THAT(told(bytes), Contains("token 68 is not <0x41>"));
  const std::int32_t absurd = -5;
  bytes = good;
  std::memcpy(bytes.data() + 8, &absurd, 4);
  CHECK_THAT(told(bytes), Contains("length -5 makes no sense"));
  CHECK(told(good) == "nothing was thrown");
}

TEST_CASE("the number of threads changes nothing") {
  const Files files{SmallModel(11)};
  WorkloadOptions options;
  options.model = files.model;
  options.tokenizer = files.tokenizer;
  options.text = files.text;
  options.calibration = 3;
  for (const bool integer : {false, true}) {
    options.integer_linear = integer;
    options.threads = 1;
    const Json one = workload_to_json(run_workload(options));
    options.threads = 3;
    CHECK(workload_to_json(run_workload(options)) == one);
    CHECK(std::fabs(one["change_percent"].get<double>()) < 10);
    CHECK(one["change_percent"].get<double>() != 0);
  }
}
