"""Certificates that a person is handed: letters of engagement, of honour and of training."""

from __future__ import annotations

from enum import StrEnum


class CertificateKind(StrEnum):
    """Which certificate it is."""

    ENGAGEMENT = "聘书"
    HONOUR = "荣誉证书"
    TRAINING = "培训证书"
