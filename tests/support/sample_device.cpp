// SPDX-License-Identifier: GPL-3.0-or-later
// A cipher device in software, as an integrator would write one for a card: docs/crypto-plugin.md goes through it. Its
// SM2 key lives as long as the process. The settings order faults, for the tests: "wrong-cipher", "takes-any-tag",
// "short", "no-self-test", "hangs", "wrong-signature", "no-point".
#include "engine/crypto/plugin/busheng_crypto_v1.h"
#include "engine/crypto/sm2_key.h"
#include "engine/crypto/sm4_gcm.h"

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <string>

namespace {

using namespace busheng;

struct SampleDevice {
    std::string fault;
    Sm2Key key;
};

struct SampleKey {
    const SampleDevice* device;
    std::unique_ptr<Sm4Gcm> cipher;
};

SampleDevice& deviceOf(void* handle)
{
    return *static_cast<SampleDevice*>(handle);
}

BytesView viewOf(const uint8_t* bytes, size_t size)
{
    return {reinterpret_cast<const char*>(bytes), size};
}

Nonce nonceOf(const uint8_t* bytes)
{
    Nonce nonce{};
    std::memcpy(nonce.data(), bytes, nonce.size());
    return nonce;
}

/// The 32 bytes of an INTEGER of a DER signature; moves behind it.
void takeNumber(BytesView& der, uint8_t* out)
{
    const auto size = static_cast<std::size_t>(der.at(1));
    BytesView number = der.substr(2, size);
    der.remove_prefix(2 + size);
    while (number.size() > 32)
        number.remove_prefix(1);
    std::memset(out, 0, 32);
    std::memcpy(out + 32 - number.size(), number.data(), number.size());
}

int openDevice(const char* settings, void** device)
{
    auto key = Sm2Key::generate();
    if (!key)
        return BUSHENG_CRYPTO_UNAVAILABLE;
    *device = new SampleDevice{settings, std::move(*key)};
    return BUSHENG_CRYPTO_OK;
}

void closeDevice(void* device)
{
    const std::unique_ptr<SampleDevice> gone(&deviceOf(device));
}

int selfTest(void* device)
{
    if (deviceOf(device).fault == "hangs") {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable never;
        never.wait(lock, [] { return false; });
    }
    return deviceOf(device).fault == "no-self-test" ? BUSHENG_CRYPTO_UNAVAILABLE : BUSHENG_CRYPTO_OK;
}

int aeadKey(void* device, const uint8_t* key, void** handle)
{
    auto cipher = Sm4Gcm::create(viewOf(key, kSm4KeyBytes));
    if (!cipher)
        return BUSHENG_CRYPTO_UNAVAILABLE;
    *handle = new SampleKey{&deviceOf(device), std::move(*cipher)};
    return BUSHENG_CRYPTO_OK;
}

int aeadSeal(void* handle, const uint8_t* nonce, const uint8_t* associated, size_t associatedSize, const uint8_t* plain,
             size_t plainSize, uint8_t* out)
{
    const auto& key = *static_cast<SampleKey*>(handle);
    Bytes sealed;
    if (!key.cipher->seal(nonceOf(nonce), viewOf(associated, associatedSize), viewOf(plain, plainSize), sealed))
        return BUSHENG_CRYPTO_UNAVAILABLE;
    if (key.device->fault == "wrong-cipher" && plainSize == 4096)
        sealed.front() = static_cast<char>(sealed.front() ^ 1);
    std::memcpy(out, sealed.data(), key.device->fault == "short" ? plainSize : sealed.size());
    return BUSHENG_CRYPTO_OK;
}

int aeadOpen(void* handle, const uint8_t* nonce, const uint8_t* associated, size_t associatedSize,
             const uint8_t* sealed, size_t sealedSize, uint8_t* out)
{
    const auto& key = *static_cast<SampleKey*>(handle);
    Bytes plain;
    if (!key.cipher->open(nonceOf(nonce), viewOf(associated, associatedSize), viewOf(sealed, sealedSize), plain))
        return key.device->fault == "takes-any-tag" ? BUSHENG_CRYPTO_OK : BUSHENG_CRYPTO_REFUSED;
    std::memcpy(out, plain.data(), plain.size());
    return BUSHENG_CRYPTO_OK;
}

void aeadFree(void* handle)
{
    const std::unique_ptr<SampleKey> gone(static_cast<SampleKey*>(handle));
}

int publicKey(void* device, uint8_t* point)
{
    const auto pem = deviceOf(device).key.publicPem();
    if (!pem)
        return BUSHENG_CRYPTO_UNAVAILABLE;
    const QByteArray der = QByteArray::fromBase64(toQByteArray(*pem).split('\n').mid(1, 2).join());
    std::memcpy(point, der.constData() + der.size() - 64, 64);
    if (deviceOf(device).fault == "no-point")
        point[0] ^= 1;
    return BUSHENG_CRYPTO_OK;
}

int sign(void* device, const uint8_t* id, size_t idSize, const uint8_t* message, size_t messageSize, uint8_t* signature)
{
    const BytesView name = viewOf(id, idSize);
    const auto made = deviceOf(device).key.sign(viewOf(message, messageSize),
                                                QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    if (!made)
        return BUSHENG_CRYPTO_UNAVAILABLE;
    BytesView numbers = BytesView(*made).substr(2);
    takeNumber(numbers, signature);
    takeNumber(numbers, signature + 32);
    if (deviceOf(device).fault == "wrong-signature")
        signature[40] ^= 1;
    return BUSHENG_CRYPTO_OK;
}

int unwrap(void* device, const uint8_t* wrapped, size_t wrappedSize, uint8_t* out, size_t* outSize)
{
    const auto secret = deviceOf(device).key.unwrap(viewOf(wrapped, wrappedSize));
    if (!secret || secret->size() > *outSize)
        return BUSHENG_CRYPTO_REFUSED;
    std::memcpy(out, secret->data(), secret->size());
    *outSize = secret->size();
    return BUSHENG_CRYPTO_OK;
}

} // namespace

extern "C" __attribute__((visibility("default"))) const busheng_crypto_v1* busheng_crypto_v1_entry(void)
{
    static const busheng_crypto_v1 table{BUSHENG_CRYPTO_ABI,
                                         sizeof(busheng_crypto_v1),
                                         "Sample device",
                                         "1.0",
                                         BUSHENG_CRYPTO_CAN_AEAD | BUSHENG_CRYPTO_CAN_IDENTITY,
                                         openDevice,
                                         closeDevice,
                                         selfTest,
                                         aeadKey,
                                         aeadSeal,
                                         aeadOpen,
                                         aeadFree,
                                         publicKey,
                                         sign,
                                         unwrap};
    return &table;
}
