// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/cipher_suite.h"

#include <chrono>
#include <functional>

namespace busheng {

/// What a loaded device says of itself, for the status.
struct DeviceInfo {
    QString library;
    QString name;
    QString version;
    QStringList capabilities;
};

struct DeviceSuite {
    std::unique_ptr<const CipherSuite> suite;
    DeviceInfo info;
};

/// The national suite by a third party's library (engine/crypto/plugin/busheng_crypto_v1.h): the cipher of packets and
/// the node's SM2 key are the device's; SM3 and the derivation of keys stay here. The library is loaded for good.
///
/// Before it does anything it must pass its own self-test and ours: published answers, broken and shortened seals,
/// signatures and envelopes against the software. Nothing stands in for a device that fails: the caller stops.
/// Fails: Config CFG_BAD_PATH (not a plain file, or one that others may change); Crypto CRY_DEVICE, also when it
/// is not through after `patience`.
Result<DeviceSuite> loadDeviceSuite(const QString& library, const QString& settings,
                                    std::chrono::milliseconds patience = std::chrono::seconds(30));

/// Of a library that the setting `key` names: a plain file that only root or this user may change. Fails: Config
/// CFG_BAD_PATH.
Result<> checkThirdPartyLibrary(const QString& key, const QString& library);

/// What `load` says, in a thread of its own: a device that hangs keeps that thread, and the process ends without it.
Result<DeviceSuite> loadWithin(std::chrono::milliseconds patience, const QString& library,
                               std::function<Result<DeviceSuite>()> load);

/// Fails: Crypto CRY_DEVICE.
Failure deviceFailure(const QString& library, const QString& why);

} // namespace busheng
