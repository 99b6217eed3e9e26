// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/evidence/certificate.h"

namespace busheng {

/// The certificate of a verification on A4: conclusion, what was compared and for whom, each table with its rows and
/// differences by kind, and by what it is proved. Needs a QGuiApplication (offscreen will do). Thread: any.
/// Fails: Storage, event DSK_ERROR.
Result<> writeCertificatePdf(const QString& path, const Certificate& certificate);

} // namespace busheng
