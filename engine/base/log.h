// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

/// All log categories of the engine, one per folder, named engine.<folder>. Secrets and row contents are never logged.
namespace busheng {

Q_DECLARE_LOGGING_CATEGORY(logBase)
Q_DECLARE_LOGGING_CATEGORY(logCrypto)
Q_DECLARE_LOGGING_CATEGORY(logDb)
Q_DECLARE_LOGGING_CATEGORY(logJournal)
Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logCapture)
Q_DECLARE_LOGGING_CATEGORY(logLogcache)
Q_DECLARE_LOGGING_CATEGORY(logCompose)
Q_DECLARE_LOGGING_CATEGORY(logPack)
Q_DECLARE_LOGGING_CATEGORY(logTransport)
Q_DECLARE_LOGGING_CATEGORY(logInbound)
Q_DECLARE_LOGGING_CATEGORY(logApply)
Q_DECLARE_LOGGING_CATEGORY(logVerify)
Q_DECLARE_LOGGING_CATEGORY(logFiles)
Q_DECLARE_LOGGING_CATEGORY(logHost)

} // namespace busheng
