from meshwright import Domain

domain = Domain("sales")
