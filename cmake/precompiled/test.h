// SPDX-License-Identifier: GPL-3.0-or-later
// What is compiled once for every test without a window.
#pragma once

#include "core.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
