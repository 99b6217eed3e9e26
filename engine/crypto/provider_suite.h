// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/crypto/device_suite.h"

namespace busheng {

/// The national suite by an OpenSSL 3 provider of a third party, in a library context of its own: nothing else in this
/// process, TLS least of all, finds it or is found by it. The cipher of packets (SM4-GCM) must be the provider's; its
/// digest (SM3) is used when it has one. The node's SM2 key stays in software: a provider's keys have no common form.
///
/// `configuration`: a file of OpenSSL's for that context, or empty. The same tests as for a device come before anything
/// else. Fails: as loadDeviceSuite().
Result<DeviceSuite> loadProviderSuite(const QString& module, const QString& configuration,
                                      std::chrono::milliseconds patience = std::chrono::seconds(30));

} // namespace busheng
