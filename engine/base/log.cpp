// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/log.h"

namespace busheng {

Q_LOGGING_CATEGORY(logBase, "engine.base", QtInfoMsg)
Q_LOGGING_CATEGORY(logCrypto, "engine.crypto", QtInfoMsg)
Q_LOGGING_CATEGORY(logDb, "engine.db", QtInfoMsg)
Q_LOGGING_CATEGORY(logJournal, "engine.journal", QtInfoMsg)
Q_LOGGING_CATEGORY(logNet, "engine.net", QtInfoMsg)
Q_LOGGING_CATEGORY(logCapture, "engine.capture", QtInfoMsg)
Q_LOGGING_CATEGORY(logLogcache, "engine.logcache", QtInfoMsg)
Q_LOGGING_CATEGORY(logCompose, "engine.compose", QtInfoMsg)
Q_LOGGING_CATEGORY(logPack, "engine.pack", QtInfoMsg)
Q_LOGGING_CATEGORY(logTransport, "engine.transport", QtInfoMsg)
Q_LOGGING_CATEGORY(logInbound, "engine.inbound", QtInfoMsg)
Q_LOGGING_CATEGORY(logApply, "engine.apply", QtInfoMsg)
Q_LOGGING_CATEGORY(logVerify, "engine.verify", QtInfoMsg)
Q_LOGGING_CATEGORY(logFiles, "engine.files", QtInfoMsg)
Q_LOGGING_CATEGORY(logHost, "engine.host", QtInfoMsg)

} // namespace busheng
