"""Node pools with accelerators on EKS, AKS, GKE and Karpenter."""
